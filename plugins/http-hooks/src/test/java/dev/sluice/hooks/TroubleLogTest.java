package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ServerEvent;
import dev.sluice.testkit.TestRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TroubleLogTest {
    private final Lines lines = new Lines();
    private final TroubleLog log = new TroubleLog();
    private final Target target = Target.of("onPublish", "http://user:pw@host/x?token=abc");

    @BeforeEach
    void listen() {
        lines.attach();
    }

    @AfterEach
    void ignore() {
        lines.detach();
    }

    @Test
    void shouldSayTheFirstFailureAtOnceAndSumUpTheOthers() {
        for (int i = 0; i < 1000; i++) {
            log.failed(target, "HTTP 500");
        }
        assertThat(lines.texts).containsExactly("WARN http://host/x: HTTP 500");

        log.report();
        log.report();
        log.failed(target, "HTTP 502");

        assertThat(lines.texts)
                .containsExactly(
                        "WARN http://host/x: HTTP 500",
                        "WARN http://host/x: failed 999 more times, the last time: HTTP 500",
                        "WARN http://host/x: HTTP 502");
    }

    @Test
    void shouldSayOnceThatABackendAnswersAgain() {
        log.answered(target);
        log.report();
        log.failed(target, "HTTP 500");
        log.answered(target);
        log.report();
        log.report();

        assertThat(lines.texts).containsExactly("WARN http://host/x: HTTP 500", "INFO http://host/x answers again");
    }

    @Test
    void shouldSumUpWhatIsDropped() {
        for (int i = 0; i < 1000; i++) {
            log.dropped();
        }
        log.report();
        log.report();

        assertThat(lines.texts)
                .containsExactly(
                        "WARN A notification is dropped: queueSize of them wait",
                        "WARN 999 more notifications are dropped, 1000 since the start");
    }

    @Test
    void shouldShowNoSecretWhateverGoesWrong() throws Exception {
        try (FakeBackend backend = FakeBackend.start()) {
            backend.answers(500, "secret-in-body");
            String url = "http://secret-user:secret-pass@127.0.0.1:" + backend.port() + "/x?k=secret-in-url";
            try (Running running = new Running(
                    Settings.json().with("onPublish", url).with("events", url).with("secret", "secret-key"))) {
                assertThatThrownBy(() -> running.decide(new TestRequest(
                                Action.PUBLISH, "live", "secret-name", "t=secret-token", Running.obs())))
                        .satisfies(failure -> assertThat(traceOf(failure)).doesNotContain("secret"));
                running.happens(Running.event(ServerEvent.Type.PUBLISH_STOPPED, 1, "secret-name")
                        .query("t=secret-token")
                        .build());
            }
            assertThat(lines.texts)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).doesNotContain("secret"));
        }
    }

    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** What the plugin logs. */
    private static final class Lines extends AbstractAppender {
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final Logger logger = (Logger) LogManager.getRootLogger();
        private Level before;

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        void attach() {
            before = logger.getLevel();
            Configurator.setRootLevel(Level.TRACE);
            start();
            logger.addAppender(this);
        }

        void detach() {
            logger.removeAppender(this);
            Configurator.setRootLevel(before);
            stop();
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLoggerName().startsWith("dev.sluice.hooks.")) {
                texts.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
            }
        }
    }
}
