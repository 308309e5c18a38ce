package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remote management needs somebody to be told from anybody: a server without refuses to start. */
class RemoteAccessTest {
    private static final String PASSWORD = "keystore-password";

    /** Made once, as making it takes a JVM. */
    @TempDir
    private static Path keystores;

    @TempDir
    private Path base;

    private Path file;
    private Path passwords;

    @BeforeAll
    static void makeKeystore() throws Exception {
        makeKeystore("server.p12", "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost");
    }

    @BeforeEach
    void makeFiles() throws Exception {
        Path conf = Files.createDirectory(base.resolve("conf"));
        passwords = Files.writeString(conf.resolve("jmx.password"), "monitor geheim\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(conf.resolve("jmx.access"), "monitor readonly\n");
        file = Files.writeString(conf.resolve("sluice.yml"), """
                management:
                  remote:
                    enabled: true
                    keystore: conf/server.p12
                    keystorePassword: ${STORE}
                """);
    }

    @Test
    void shouldAcceptAccessWithPasswordsAndTls() throws Exception {
        copyKeystore("server.p12", "server.p12");

        assertThatCode(() -> load()).doesNotThrowAnyException();
        Path absolute = Files.copy(passwords, base.resolve("moved"));
        Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("r--------"));
        assertThatCode(() -> load("management.remote.passwordFile=" + absolute)).doesNotThrowAnyException();
    }

    @Test
    void shouldLookAtNothingWhileItIsOff() {
        assertThatCode(() -> load("management.remote.enabled=false")).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAccessWithoutTls() throws Exception {
        assertThat(problems("management.remote.keystore="))
                .containsExactly("--set management.remote.keystore: expected a keystore, for remote access is never"
                        + " without TLS, got nothing");
        assertThat(problems("management.remote={enabled: true}"))
                .containsExactly("--set management.remote.keystore: expected a keystore, for remote access is never"
                        + " without TLS, got nothing");
    }

    @Test
    void shouldRefuseAccessWithoutAuthentication() throws Exception {
        copyKeystore("server.p12", "server.p12");
        Files.delete(base.resolve("conf/jmx.access"));

        assertThat(problems("management.remote.passwordFile=conf/other"))
                .containsExactly(
                        "--set management.remote.passwordFile: expected a file, got " + base
                                + "/conf/other, which is not there",
                        file + ":2: management.remote.accessFile: expected a file, got " + base
                                + "/conf/jmx.access, which is not there");
        assertThat(problems("management.remote.passwordFile="))
                .contains("--set management.remote.passwordFile: expected text, got ''");
        assertThat(problems("management.remote.accessFile=conf"))
                .containsExactly("--set management.remote.accessFile: expected a file, got " + base
                        + "/conf, which is none or must not be read");
        assertThat(problems("management.remote.accessFile=\"a\\0b\""))
                .singleElement()
                .asString()
                .startsWith("--set management.remote.accessFile: expected a file, got 'a");
    }

    @Test
    void shouldRefuseFilesThatOthersHaveAHandIn() throws Exception {
        copyKeystore("server.p12", "server.p12");
        Path access = base.resolve("conf/jmx.access");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(access, PosixFilePermissions.fromString("rw-r--rw-"));

        assertThat(problems())
                .containsExactly(
                        file + ":2: management.remote.passwordFile: expected a file that is nobody's but its owner's"
                                + " (chmod 600), got rw-r----- of " + passwords,
                        file + ":2: management.remote.accessFile: expected a file that not everybody may write"
                                + " (chmod o-w), got rw-r--rw- of " + access);
    }

    @Test
    void shouldRefuseRightsThatThereAreNot() throws Exception {
        copyKeystore("server.p12", "server.p12");
        Path access = base.resolve("conf/jmx.access");
        Files.writeString(access, "operator readwrite create javax.management.*\nnobody readwriteish\nmonitor\n");
        String problem = file + ":2: management.remote.accessFile: expected ";

        assertThat(problems())
                .containsExactly(
                        problem + "readonly or readwrite for monitor in " + access + ", got ''",
                        problem + "readonly or readwrite for nobody in " + access + ", got 'readwriteish'");
        Files.writeString(access, "monitor \\u00zz\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(problem + "lines such as 'monitor readonly' in " + access + ": ");
    }

    @Test
    void shouldRefuseAKeystoreThatCannotServe() throws Exception {
        Path store = base.resolve("conf/server.p12");
        String key = file + ":4: management.remote.keystore: ";
        assertThat(problems()).containsExactly(key + "expected a file, got " + store + ", which is not there");

        Files.writeString(store, "no keystore");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(key + "expected a keystore (PKCS12 or JKS), got " + store + ": ");

        copyKeystore("server.p12", "other.p12");
        assertThat(problems("management.remote.keystore=conf/other.p12", "management.remote.keystorePassword=geheim"))
                .containsExactly("--set management.remote.keystorePassword: expected the password of "
                        + base.resolve("conf/other.p12") + " and of its key, got another");

        makeKeystore("secret.p12", "-genseckey", "-keyalg", "AES", "-keysize", "128");
        copyKeystore("secret.p12", "secret.p12");
        assertThat(problems("management.remote.keystore=conf/secret.p12"))
                .containsExactly("--set management.remote.keystore: expected one with the server's private key, got"
                        + " none in " + base.resolve("conf/secret.p12"));
    }

    @Test
    void shouldRefuseAddressesThatNobodyCouldConnectTo() throws Exception {
        copyKeystore("server.p12", "server.p12");

        assertThat(problems("management.remote.host=0.0.0.0", "listeners=[{port: 9010}]"))
                .containsExactly(
                        file + ":2: management.remote.advertisedHost: expected a host that clients can connect to"
                                + " where remote.host is 0.0.0.0, got nothing",
                        file + ":2: management.remote.port: 9010 is the port of listeners[0]");
        assertThatCode(() -> load(
                        "management.remote.host='::'",
                        "management.remote.advertisedHost=media.example.org",
                        "listeners=[{port: 1935}]"))
                .doesNotThrowAnyException();
        assertThatCode(() -> load("listeners=[{host: 192.0.2.1, port: 9010}]")).doesNotThrowAnyException();
    }

    @Test
    void shouldNotShowThePassword() throws Exception {
        copyKeystore("server.p12", "server.p12");

        SluiceConfig config = load().config();

        assertThat(config.management().remote().keystorePassword()).isEqualTo(PASSWORD);
        assertThat(config.toString()).doesNotContain(PASSWORD);
        assertThat(EffectiveConfig.print(config))
                .contains("keystorePassword: \"***\"\n")
                .doesNotContain(PASSWORD);
    }

    private List<String> problems(String... overrides) {
        return catchThrowableOfType(ConfigException.class, () -> load(overrides))
                .problems();
    }

    private LoadedConfig load(String... overrides) throws ConfigException {
        return ConfigLoader.load(
                file, List.of(overrides), name -> name.equals("STORE") ? PASSWORD : null, HostLimits.UNKNOWN, base);
    }

    private void copyKeystore(String made, String name) throws Exception {
        Files.copy(keystores.resolve(made), base.resolve("conf").resolve(name));
    }

    private static void makeKeystore(String name, String... what) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(what));
        command.addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keystores.resolve(name).toString()));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(keystores.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(keystores.resolve("keytool.log")))
                .isZero();
    }
}
