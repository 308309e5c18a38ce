package dev.sluice.cli;

import dev.sluice.cli.SigningSettings.Key;
import dev.sluice.cli.SigningSettings.SignedAction;
import dev.sluice.config.ConfigException;
import dev.sluice.config.PluginSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "sign",
        description =
                "Prints the query that lets a client publish or play a stream for a while (plugin auth-signed-url).")
final class SignCommand implements Callable<Integer> {
    private static final int MAX_SECRET_FILE_BYTES = 4_096;

    private final Installation installation;
    private final PrintWriter out;
    private final InstantSource clock;

    @Mixin
    private ConfigOptions options;

    @Option(
            names = "--stream",
            required = true,
            paramLabel = "APP/NAME",
            converter = StreamArgument.Converter.class,
            description = "The stream.")
    private StreamArgument stream;

    @Option(
            names = "--action",
            required = true,
            paramLabel = "publish|play",
            converter = ActionName.class,
            description = "What the client may do with it.")
    private SignedAction action;

    @Option(
            names = "--expires",
            required = true,
            paramLabel = "WHEN",
            description = "From now, such as 2h; or a Unix time; or a time such as 2027-01-01T00:00:00Z.")
    private String expires;

    @Option(names = "--key", paramLabel = "ID", description = "The key to sign with; without it, the first one.")
    private String keyId;

    @Option(names = "--address", paramLabel = "IP", description = "The only address that may use it.")
    private String address;

    @Option(names = "--url", paramLabel = "rtmp://HOST[:PORT]", description = "Prints the whole URL at this server.")
    private String url;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with nothing but the secret, instead of the configuration.")
    private Path secretFile;

    @Spec
    private CommandSpec spec;

    SignCommand(Installation installation, PrintWriter out, InstantSource clock) {
        this.installation = installation;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigException {
        try {
            out.println(answer());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return 0;
    }

    private String answer() throws ConfigException {
        SigningTarget target = new SigningTarget(stream.path());
        SigningSettings settings = secretFile == null ? configured() : fromFile();
        Key key = keyIn(settings);
        String seconds = Long.toString(expiry(settings, key).getEpochSecond());
        String named = secretFile == null || keyId != null ? key.id() : "";
        String field = address == null ? "" : SignedText.addressField(SigningTarget.address(address));
        byte[] signature = new SignedText(action.toString(), target.path(), seconds, named, field)
                .signature(SignedText.secretBytes(key.secret()));
        String query = settings.expiresParameter() + "=" + seconds
                + (named.isEmpty() ? "" : "&" + settings.keyParameter() + "=" + named)
                + (address == null ? "" : "&" + settings.addressParameter() + "=1")
                + "&" + settings.signatureParameter() + "="
                + HexFormat.of().formatHex(signature);
        return url == null ? query : target.at(url) + "?" + query;
    }

    private SigningSettings configured() throws ConfigException {
        PluginSettings settings =
                options.loadForeign(installation).plugins().settings().get(SigningSettings.PLUGIN);
        if (settings == null) {
            throw new IllegalArgumentException(options.fileOf(installation) + " has no plugins.settings."
                    + SigningSettings.PLUGIN + "; there is also --secret-file");
        }
        return settings.bind(SigningSettings.class);
    }

    private SigningSettings fromFile() {
        return SigningSettings.of(new Key(keyId == null ? "unnamed" : keyId, secretInFile(), ""));
    }

    private String secretInFile() {
        try (InputStream in = Files.newInputStream(secretFile)) {
            byte[] bytes = in.readNBytes(MAX_SECRET_FILE_BYTES + 1);
            if (bytes.length <= MAX_SECRET_FILE_BYTES) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString()
                        .stripTrailing();
            }
            throw new IllegalArgumentException(
                    "--secret-file: " + secretFile + " is larger than " + MAX_SECRET_FILE_BYTES + " bytes");
        } catch (IOException e) {
            throw new IllegalArgumentException("--secret-file: " + secretFile + " cannot be read as UTF-8 text");
        }
    }

    private Key keyIn(SigningSettings settings) {
        return settings.keys().stream()
                .filter(key -> keyId == null || key.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--key: no key is called '" + keyId + "', there are " + settings.keys()));
    }

    private Instant expiry(SigningSettings settings, Key key) {
        Instant now = clock.instant();
        Instant expiry = SigningTarget.expiry(expires, now);
        Duration most = settings.maxLifetime();
        if (!most.isZero() && expiry.isAfter(now.plus(most))) {
            throw new IllegalArgumentException(
                    "--expires: the server takes no signature for longer than maxLifetime, " + most.toSeconds() + "s");
        }
        key.end().filter(expiry::isAfter).ifPresent(end -> {
            throw new IllegalArgumentException("--expires: the key '" + key.id() + "' ends before, at " + end);
        });
        return expiry;
    }

    private static final class ActionName implements ITypeConverter<SignedAction> {
        @Override
        public SignedAction convert(String text) {
            return Stream.of(SignedAction.values())
                    .filter(action -> action.toString().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected publish or play, got '" + text + "'"));
        }
    }
}
