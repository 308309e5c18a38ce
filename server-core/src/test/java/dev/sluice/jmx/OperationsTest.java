package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged of operations, and what leaves them. */
class OperationsTest {
    private final Operations operations = new Operations();
    private final Lines lines = new Lines();

    @BeforeEach
    void attach() {
        lines.attach();
    }

    @AfterEach
    void detach() {
        lines.detach();
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
        assertThat(lines.texts)
                .containsExactly(
                        "jmx 127.0.0.1: PluginHost.start(\"forged; line?here\")",
                        "jmx 127.0.0.1: PluginHost.start(\"forged; line?here\"): refused: there is no plugin forged;"
                                + " line?here",
                        "jmx 127.0.0.1: Recordings.stopRecording(\"live\", \"key?...\")",
                        "jmx 127.0.0.1: Recordings.startRecording(\"live\", \"key?...\")",
                        "jmx 127.0.0.1: Recordings.startRecording(\"live\", \"key?...\"): refused: nobody publishes"
                                + " live/key?...");
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
        assertThat(lines.texts)
                .containsExactly(
                        "jmx: Some.thing()",
                        "jmx: Some.thing(): refused: not this one",
                        "jmx: Some.thing(\"a\", \"b\")",
                        "jmx: Some.thing(\"a\", \"b\"): failed unexpectedly");
    }

    private static final class Lines extends AbstractAppender {
        private final Logger logger = (Logger) LogManager.getLogger(Operations.class);
        private final List<String> texts = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        void attach() {
            start();
            logger.addAppender(this);
            logger.setLevel(Level.INFO);
        }

        void detach() {
            logger.removeAppender(this);
        }

        @Override
        public void append(LogEvent event) {
            texts.add(event.getMessage().getFormattedMessage());
        }
    }
}
