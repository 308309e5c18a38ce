package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version of Sluice and of the JVM.")
final class VersionCommand implements Callable<Integer> {
    private final PrintWriter out;

    VersionCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.println("sluice " + ServerVersion.current() + ", java " + Runtime.version());
        return 0;
    }
}
