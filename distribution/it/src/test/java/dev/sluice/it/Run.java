package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A started process whose standard output and error go to one file. */
final class Run {
    /** In what Linux says of a process; SIGHUP is the lowest bit. */
    private static final Pattern HUP_IGNORED = Pattern.compile("SigIgn:\\s+\\p{XDigit}*[13579bdf]\\s");

    private final List<String> command;
    private final Path output;
    private final Process process;

    Run(ProcessBuilder builder, Path output) {
        try {
            this.command = List.copyOf(builder.command());
            this.output = output;
            this.process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end by itself; longer than the limit is a failure. */
    int exitCode(Duration limit) {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended).as("%s ends within %s", this, limit).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + this, e);
        }
    }

    void expectSuccess(Duration limit) {
        assertThat(exitCode(limit)).as("exit code of %s", this).isZero();
    }

    /** Ends by itself soon, not with success, and says why. */
    void expectFailure(Duration limit, String why) {
        assertThat(exitCode(limit)).as("exit code of %s", this).isNotZero();
        assertThat(output()).as("%s says", this).contains(why);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP: the process does nothing more, while its kernel keeps its connections. */
    void stop() {
        signal("STOP");
    }

    /** SIGCONT. */
    void goOn() {
        signal("CONT");
    }

    /** SIGHUP. Nobody hears it below a nohup, which is no fault of anything that is tested here. */
    void hangUp() throws IOException {
        Path status = Path.of("/proc/" + pid() + "/status");
        if (Files.exists(status)) {
            assumeThat(Files.readString(status)).as("signals that are ignored").doesNotContainPattern(HUP_IGNORED);
        }
        signal("HUP");
    }

    private void signal(String name) {
        try {
            int exitCode =
                    new ProcessBuilder("kill", "-" + name, "" + pid()).start().waitFor();
            assertThat(exitCode).as("exit code of kill -%s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while signalling " + this, e);
        }
    }

    /** SIGKILL. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while killing " + this, e);
        }
    }

    String output() {
        try {
            // what it is writing just now may end within a character
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
