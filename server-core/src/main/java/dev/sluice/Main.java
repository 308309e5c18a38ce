package dev.sluice;

import dev.sluice.cli.SluiceCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;

/** The JVM's entry; {@code bin/sluice} starts it. */
public final class Main {
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(3);

    private Main() {}

    public static void main(String[] args) {
        // System.out does not tell why something could not be written
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        exit(SluiceCommand.execute(args, ServerProcess::run, out, System.err));
    }

    /** Ends the JVM even when its hooks do not: Log4j's waits for a standard output that nobody reads. */
    private static void exit(int code) {
        Thread guard = new Thread(() -> haltLater(code), "exit-guard");
        guard.setDaemon(true);
        guard.start();
        System.exit(code);
    }

    private static void haltLater(int code) {
        try {
            Thread.sleep(EXIT_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
