package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version of Sluice and of the JVM.")
final class VersionCommand implements Callable<Integer> {
    private final PrintWriter out;

    VersionCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        out.println("sluice " + version() + ", java " + Runtime.version());
        return 0;
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("/dev/sluice/version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
