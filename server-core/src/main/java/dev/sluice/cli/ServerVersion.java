package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this server, as the build wrote it down. */
public final class ServerVersion {
    private ServerVersion() {}

    public static String current() {
        Properties properties = new Properties();
        try (InputStream in = ServerVersion.class.getResourceAsStream("/dev/sluice/version.properties")) {
            properties.load(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return properties.getProperty("version");
    }
}
