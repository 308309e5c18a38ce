package dev.sluice.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A folder for one test and every process it starts: killed at the end, shown when the test failed. */
final class Workbench implements BeforeEachCallback, AfterEachCallback {
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;

    private final List<Run> runs = new ArrayList<>();
    private Path folder;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("sluice-it-");
    }

    Path folder() {
        return folder;
    }

    Run start(ProcessBuilder builder) {
        var run = new Run(builder, folder.resolve("output-" + runs.size() + ".txt"));
        runs.add(run);
        return run;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        runs.forEach(Run::kill);
        if (context.getExecutionException().isPresent()) {
            System.out.println("=== " + context.getUniqueId());
            runs.forEach(run -> System.out.println("--- " + run + System.lineSeparator() + run.output()));
        }
        deleteFolder();
    }

    private void deleteFolder() throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * For what cannot find a port by itself: free at this moment, and none of those that the system gives to whoever asks
     * for any, so that nobody comes by it before it is used.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
