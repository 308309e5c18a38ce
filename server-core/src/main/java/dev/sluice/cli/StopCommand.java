package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.ServerMXBean;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stop",
        description = {
            "Stops the server gracefully, and waits until it has gone.",
            "The server tells publishers and players that their streams have ended, within server.shutdownGrace."
        })
final class StopCommand implements Callable<Integer> {
    private static final Pattern GRACE = Pattern.compile("(?m)^\\s*shutdownGrace:\\s*[\"']?([0-9a-z]+)");
    private static final long PAUSE_MILLIS = 20;
    private static final Duration USUAL_GRACE = Duration.ofSeconds(5);

    private final Operator operator;
    private final Duration patience;

    @Mixin
    private AnswerOptions options;

    /** @param patience how much longer than the grace it may take: plugins are stopped too */
    StopCommand(Operator operator, Duration patience) {
        this.operator = operator;
        this.patience = patience;
    }

    @Override
    public Integer call() throws FailedException, InterruptedException {
        return operator.perform(options, this::stop);
    }

    private Done stop(RunningServer server) throws FailedException, InterruptedException {
        long pid = ((Number) server.attribute("java.lang:type=Runtime", "Pid")).longValue();
        ServerMXBean bean = server.bean("Server", ServerMXBean.class);
        Duration limit = grace(server.ask(bean::effectiveConfiguration)).plus(patience);
        long started = System.nanoTime();
        try {
            server.order(bean::stop);
        } catch (FailedException failure) {
            // the connection may end before the answer has left
            if (failure.isRefused()) {
                throw failure;
            }
        }
        if (!ends(pid, limit)) {
            throw FailedException.because("the server (process " + pid + ") is stopping, but has not gone after "
                    + HumanUnits.duration(limit.toMillis()));
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        return Done.saying("the server has stopped").with("pid", pid).with("millis", millis);
    }

    private static Duration grace(String configuration) {
        Matcher matcher = GRACE.matcher(configuration);
        try {
            return matcher.find() ? HumanUnits.parse(matcher.group(1)) : USUAL_GRACE;
        } catch (IllegalArgumentException written) {
            return USUAL_GRACE;
        }
    }

    private static boolean ends(long pid, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (runs(pid)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    /** One that has ended and that nobody waits for, as in a container without an init process, is listed, but gone. */
    private static boolean runs(long pid) {
        if (ProcessHandle.of(pid).isEmpty()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z");
        } catch (IOException untold) {
            return ProcessHandle.of(pid).isPresent();
        }
    }
}
