package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** With another process in the place of the server's. */
class StopCommandTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final StringWriter out = new StringWriter();
    private StandIn server;
    private Process process;
    private RuntimeMXBean runtime;
    private Exception failure;

    /** As java.lang.management.RuntimeMXBean. */
    public interface RuntimeMXBean {
        long getPid();
    }

    @BeforeEach
    void setUp() throws IOException, JMException {
        process = new ProcessBuilder("sleep", "300").start();
        server = new StandIn();
        runtime = process::pid;
        RuntimeMXBean bean = () -> runtime.getPid();
        server.beans()
                .registerMBean(
                        new StandardMBean(bean, RuntimeMXBean.class, true), new ObjectName("java.lang:type=Runtime"));
        server.on("Server.effectiveConfiguration", arguments -> "server:\n  shutdownGrace: 300ms\n");
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private int stop(Duration patience, String... arguments) {
        var operator = new Operator(
                () -> new RunningServer(server.beans(), () -> {}),
                () -> Terminal.NONE,
                Console::unexpected,
                new PrintWriter(out, true));
        return new CommandLine(new StopCommand(operator, patience))
                .setExecutionExceptionHandler((e, command, result) -> {
                    failure = e;
                    return 1;
                })
                .execute(arguments);
    }

    @Test
    void shouldWaitUntilTheServerHasGone() {
        server.on("Server.stop", arguments -> {
            process.destroy();
            return null;
        });

        assertThat(stop(LONG)).isZero();

        // that it has ended is seen before the JVM has waited for it
        assertThat(process.onExit()).succeedsWithin(LONG);
        assertThat(out).hasToString("the server has stopped" + System.lineSeparator());
    }

    /** As in a container whose first process does not care for orphans. */
    @Test
    void shouldNotWaitForAProcessThatIsOnlyListed() throws IOException {
        var parent = new ProcessBuilder("sh", "-c", "sleep 300 & echo $!; exec sleep 301").start();
        try (var reader = parent.inputReader()) {
            long pid = Long.parseLong(reader.readLine());
            // not the shell any more, which may care for its children
            await().until(() -> List.of(parent.info().arguments().orElseThrow()).equals(List.of("301")));
            runtime = () -> pid;
            server.on("Server.stop", arguments -> {
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                return null;
            });

            assertThat(stop(LONG)).isZero();

            assertThat(ProcessHandle.of(pid)).isPresent();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void shouldSayInJsonWhichProcessHasGone() {
        server.on("Server.stop", arguments -> {
            process.destroy();
            return null;
        });

        assertThat(stop(LONG, "--json")).isZero();

        assertThat(out.toString()).matches("\\{\"pid\":" + process.pid() + ",\"millis\":\\d+}\\R");
    }

    @Test
    void shouldSayThatTheServerTakesTooLong() {
        assertThat(stop(PATIENCE)).isEqualTo(1);

        assertThat(server.asked()).containsExactly("Server.stop[]");
        assertThat(failure)
                .hasMessage("the server (process " + process.pid() + ") is stopping, but has not gone after 500ms");
    }

    @Test
    void shouldNotWaitForAServerThatDoesNotStop() {
        server.refuse("Server.stop", "it may not be stopped now");

        assertThat(stop(Duration.ofMinutes(5))).isEqualTo(1);

        assertThat(failure).hasMessage("it may not be stopped now");
    }
}
