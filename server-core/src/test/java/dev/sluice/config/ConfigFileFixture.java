package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that tests write and load. */
abstract class ConfigFileFixture {
    @TempDir
    private Path folder;

    Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("sluice.yml");
    }

    SluiceConfig load(String text) throws ConfigException {
        return load(text, List.of());
    }

    SluiceConfig load(String text, List<String> overrides) throws ConfigException {
        write(text);
        return ConfigLoader.load(file, overrides, name -> null, HostLimits.UNKNOWN);
    }

    List<String> problems(String text) {
        return problems(text, HostLimits.UNKNOWN, List.of());
    }

    List<String> problems(String text, HostLimits host, List<String> overrides) {
        write(text);
        return refusal(host, overrides).problems();
    }

    ConfigException refusal(HostLimits host, List<String> overrides) {
        ConfigException refusal = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(file, overrides, name -> null, host));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
