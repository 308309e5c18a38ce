package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ffmpeg is let in, or refused at once with words that its user sees. */
class AuthIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);
    private int publications;

    @Test
    void shouldLetInWhoHasTheToken() throws IOException {
        Sluice.configure(bench, rules("publisher-5QX", "player-7ZK"));
        Sluice server = Sluice.start(bench);
        String key = server.url("guarded");
        refusedPublisher(key, "No publishing without the token.");
        refusedPublisher(key + "?token=guess-3MB", "No publishing without the token.");
        refusedPublisher(key + "?token=player-7ZK", "No publishing without the token.");
        refusedPlayer(key, "No playing without the token.");
        refusedPlayer(key + "?token=guess-3MB", "No playing without the token.");
        expectRelayed(server, "guarded", "token=publisher-5QX", "token=player-7ZK");

        Sluice.configure(bench, rules("changed-9RT", "player-7ZK"));
        Sluice.command(bench, "reload").expectSuccess(LIMIT);
        server.awaitLog("changed: [plugins.settings.auth-rules]");
        refusedPublisher(key + "?token=publisher-5QX", "No publishing without the token.");
        expectRelayed(server, "guarded", "token=changed-9RT", "token=player-7ZK");
        expectSecret("publisher-5QX", "player-7ZK", "guess-3MB", "changed-9RT", "token=");
    }

    private static String rules(String publishToken, String playToken) {
        return """
                plugins:
                  settings:
                    auth-rules:
                      rules:
                        - { decision: allow, action: publish, token: %s }
                        - { decision: deny, action: publish, reason: No publishing without the token. }
                        - { decision: allow, action: play, token: %s }
                        - { decision: deny, action: play, reason: No playing without the token. }
                """.formatted(publishToken, playToken);
    }

    @Test
    void shouldLetInWhoHasASignedUrl() throws IOException {
        Sluice.configure(bench, """
                plugins:
                  settings:
                    auth-signed-url:
                      clockSkew: 0
                      keys:
                        - { id: k1, secret: an example secret of 32 bytes ok }
                """);
        Sluice server = Sluice.start(bench);
        String publishing = sign("publish", "2h");
        String playing = sign("play", "2h");
        String key = server.url("guarded");
        refusedPublisher(key, "A signature is needed.");
        refusedPlayer(key, "A signature is needed.");
        refusedPlayer(key + "?" + publishing, "The signature does not fit.");
        refusedPublisher(server.url("other") + "?" + publishing, "The signature does not fit.");
        refusedPublisher(key + "?" + awaitExpiry(sign("publish", "1s")), "The signature has expired.");
        expectRelayed(server, "guarded", publishing, playing);
        expectSecret("an example secret", signature(publishing), signature(playing), "sig=");
    }

    private String sign(String action, String expires) {
        Run run = Sluice.command(bench, "sign", "--stream", "live/guarded", "--action", action, "--expires", expires);
        run.expectSuccess(LIMIT);
        return run.output().strip();
    }

    private static String awaitExpiry(String query) {
        Instant expiry = Instant.ofEpochSecond(Long.parseLong(query.replaceFirst(".*expires=(\\d+).*", "$1")));
        Awaitility.await("expiry of " + query)
                .atMost(LIMIT)
                .until(() -> Instant.now().isAfter(expiry.plusSeconds(1)));
        return query;
    }

    private static String signature(String query) {
        return query.substring(query.indexOf("sig=") + 4);
    }

    /** Neither a deleted nor a broken jar opens the server. */
    @ParameterizedTest
    @ValueSource(strings = {"removed", "broken"})
    void shouldRefuseEverybodyWithoutTheConfiguredAuthenticator(String how) throws IOException {
        Path jar = Sluice.copyHome(bench).resolve("auth-rules-" + System.getProperty("sluice.it.version") + ".jar");
        if (how.equals("removed")) {
            Files.delete(jar);
        } else {
            Files.writeString(jar, "no archive");
        }
        Sluice.configure(bench, "auth: { timeout: 500ms }\n" + rules("publisher-5QX", "player-7ZK"));
        Sluice server = Sluice.start(bench);
        assertThat(server.log()).contains("nobody is let in without plugin auth-rules");
        if (how.equals("broken")) {
            assertThat(server.log()).contains(jar.getFileName() + " is not used");
        }
        refusedPublisher(server.url("guarded") + "?token=publisher-5QX", "No decision");
        refusedPlayer(server.url("guarded") + "?token=player-7ZK", "No decision");
    }

    @Test
    void shouldNotStartWithoutRequiredPlugins() throws IOException {
        Sluice.configure(bench, """
                plugins:
                  required: [auth-rules, nonesuch, event-log]
                  settings:
                    auth-rules:
                      otherwise: perhaps
                      rule: []
                    event-log: {}
                """);
        Path faults = bench.folder().resolve("standard-error.txt");
        ProcessBuilder server = Sluice.builder(Sluice.base(bench), "run");
        server.command().addAll(0, List.of("sh", "-c", "exec \"$@\" 2>" + faults, "sh"));
        assertThat(bench.start(server).exitCode(LIMIT)).isEqualTo(2);
        String config = Sluice.base(bench).resolve("conf/sluice.yml").toString();
        assertThat(Files.readAllLines(faults))
                .as("standard error")
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains(config + ":5").contains("perhaps"))
                .anySatisfy(line -> assertThat(line).contains(config + ":6").contains("rule"))
                .anySatisfy(line -> assertThat(line).contains("nonesuch"));
    }

    private void refusedPublisher(String url, String why) {
        ffmpeg.publish(url, "160x120", Ffmpeg.ENDLESS_SECONDS).expectFailure(LIMIT, why);
    }

    private void refusedPlayer(String url, String why) {
        ffmpeg.record(url, bench.folder().resolve("refused.flv"), 10).expectFailure(LIMIT, why);
    }

    private void expectRelayed(Sluice server, String key, String publishing, String playing) {
        Path file = bench.folder().resolve("played.flv");
        Run publisher = ffmpeg.publish(server.url(key) + "?" + publishing, "160x120", Ffmpeg.ENDLESS_SECONDS);
        ffmpeg.record(server.url(key) + "?" + playing, file, 1).expectSuccess(LIMIT);
        assertThat(ffmpeg.streams(file)).containsExactlyInAnyOrder("h264,160,120", "aac");
        publisher.kill();
        server.awaitEnds(key, ++publications);
    }

    /** In nothing that the server writes. */
    private void expectSecret(String... words) throws IOException {
        Path logs = Sluice.base(bench).resolve("logs");
        try (var files = Files.walk(logs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(words);
            }
        }
        assertThat(logs.resolve("sluice.log")).content().contains("publish started");
    }
}
