package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.LogLines;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged of operations, and what leaves them. */
class OperationsTest {
    private final Operations operations = new Operations();
    private final LogLines lines = LogLines.of(Operations.class);

    @AfterEach
    void detach() {
        lines.close();
    }

    @Test
    void shouldLogWhoAsksForWhat(@TempDir Path folder) throws Exception {
        try (ManagedServer managed = new ManagedServer(folder).start()) {
            assertThatIllegalStateException().isThrownBy(() -> managed.host().start("forged\nline\u2028here"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> managed.recordings().stopRecording("live", "key?token=secret"))
                    .withMessage("live/key?... is not being recorded");
            assertThatIllegalStateException()
                    .isThrownBy(() -> managed.recordings().startRecording("live", "key?token=secret"))
                    .withMessage("nobody publishes live/key?...");
        }
        assertThat(lines.texts())
                .containsExactly(
                        "jmx (attached) 127.0.0.1: PluginHost.start(\"forged; line?here\")",
                        "jmx (attached) 127.0.0.1: PluginHost.start(\"forged; line?here\"): refused: there is no plugin forged;"
                                + " line?here",
                        "jmx (attached) 127.0.0.1: Recordings.stopRecording(\"live\", \"key?...\")",
                        "jmx (attached) 127.0.0.1: Recordings.stopRecording(\"live\", \"key?...\"): refused: live/key?... is"
                                + " not being recorded",
                        "jmx (attached) 127.0.0.1: Recordings.startRecording(\"live\", \"key?...\")",
                        "jmx (attached) 127.0.0.1: Recordings.startRecording(\"live\", \"key?...\"): refused: nobody publishes"
                                + " live/key?...");
    }

    @Test
    void shouldLogWhatIsDoneToStreamsAndConnections(@TempDir Path folder) throws Exception {
        try (ManagedServer managed = new ManagedServer(folder).start();
                WireClient publisher = WireClient.publishing(managed.port(), "key")) {
            long id = managed.stream("key").getPublisherConnectionId();
            managed.streams().describe("live", "key");
            managed.streams().page("", "", 5);
            managed.connections().describe(id);
            assertThatIllegalStateException()
                    .isThrownBy(() -> managed.connections().describe(id + 1));
            managed.stream("key").dropPublisher(60);
            publisher.expectClosed();
            managed.streams().liftBan("live", "key?token=secret");
            assertThatIllegalStateException()
                    .isThrownBy(() -> managed.connections().drop(id + 1));
            assertThat(lines.texts())
                    .containsExactly(
                            "jmx (attached) 127.0.0.1: Stream.dropPublisher(\"live\", \"key\", \"60\")",
                            "jmx (attached) 127.0.0.1: Streams.liftBan(\"live\", \"key?...\")",
                            "jmx (attached) 127.0.0.1: Connections.drop(\"" + (id + 1) + "\")",
                            "jmx (attached) 127.0.0.1: Connections.drop(\"" + (id + 1)
                                    + "\"): refused: there is no connection " + (id + 1));
        }
    }

    @Test
    void shouldLogNoSecretOfTheConfiguration(@TempDir Path folder) throws Exception {
        try (ManagedServer managed = new ManagedServer(folder).start()) {
            ServerMXBean server = managed.serverBean();
            server.change("limits.maxConnections", "5");
            server.change("plugins.settings.some.token", "sesame");
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.change("plugins.settings.some.token", "bad sesame"))
                    .withMessage("plugins.settings.some.token: expected something, got 'bad sesame'");
            assertThatIllegalStateException().isThrownBy(() -> server.change("rtmp.pingInterval", "bad"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.change("plugins.settings.some.token=sesame", ""))
                    .withMessage("key: expected a key alone, such as limits.maxConnections");
        }
        assertThat(lines.texts())
                .containsExactly(
                        "jmx (attached) 127.0.0.1: Server.change(\"limits.maxConnections\", \"5\")",
                        "jmx (attached) 127.0.0.1: Server.change(\"plugins.settings.some.token\", \"***\")",
                        "jmx (attached) 127.0.0.1: Server.change(\"plugins.settings.some.token\", \"***\")",
                        "jmx (attached) 127.0.0.1: Server.change(\"plugins.settings.some.token\", \"***\"): refused: for a reason"
                                + " that is not logged",
                        "jmx (attached) 127.0.0.1: Server.change(\"rtmp.pingInterval\", \"bad\")",
                        "jmx (attached) 127.0.0.1: Server.change(\"rtmp.pingInterval\", \"bad\"): refused: rtmp.pingInterval:"
                                + " expected something, got 'bad'",
                        "jmx (attached) 127.0.0.1: Server.change(\"plugins.settings.some.token=...\", \"***\")",
                        "jmx (attached) 127.0.0.1: Server.change(\"plugins.settings.some.token=...\", \"***\"): refused: key:"
                                + " expected a key alone, such as limits.maxConnections");
    }

    @Test
    void shouldLetOutNoExceptionOfItsOwn() {
        class Own extends IllegalArgumentException {
            private static final long serialVersionUID = 1L;

            Own() {
                super("not this one", new RuntimeException());
            }
        }
        class Defect extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> operations.run("Some.thing", List.of(), () -> {
                    throw new Own();
                }))
                .satisfies(wrong -> assertThat(wrong).isExactlyInstanceOf(IllegalArgumentException.class))
                .withMessage("not this one")
                .withNoCause();
        assertThatIllegalStateException()
                .isThrownBy(() -> operations.run("Some.thing", List.of("a", "b"), () -> {
                    throw new Defect();
                }))
                .withMessageStartingWith("failed unexpectedly, see the server's log: ")
                .withNoCause();
        assertThat(lines.texts())
                .containsExactly(
                        "jmx: Some.thing()",
                        "jmx: Some.thing(): refused: not this one",
                        "jmx: Some.thing(\"a\", \"b\")",
                        "jmx: Some.thing(\"a\", \"b\"): failed unexpectedly");
    }
}
