package dev.sluice;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseLockTest {
    @TempDir
    private Path base;

    @Test
    void shouldRefuseAFolderThatAnotherServerRunsOn() throws IOException {
        BaseLock first = BaseLock.take(base);
        assertThatIOException().isThrownBy(() -> BaseLock.take(base)).withMessage("another server runs on " + base);
        first.close();
        BaseLock.take(base).close();
    }

    @Test
    void shouldSayWhatIsWrongWithItsFolder() throws IOException {
        Path data = Files.createFile(base.resolve("data"));
        assertThatIOException().isThrownBy(() -> BaseLock.take(base)).withMessage(data + " is no folder");
    }

    @Test
    void shouldSayThatItMayNotWrite() throws IOException {
        Path data = Files.createDirectory(base.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(data), "root may write everywhere");
        assertThatIOException()
                .isThrownBy(() -> BaseLock.take(base))
                .withMessage(data.resolve("sluice.lock") + ": the user that starts the server may not write there");
    }
}
