package dev.sluice.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this API, which {@code Plugin-Requires} in a plugin's manifest is held against. */
public final class ApiVersion {
    private ApiVersion() {}

    /** Such as {@code 1.0.0}. */
    public static String current() {
        try (InputStream in = ApiVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
