package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {
    @TempDir
    private Path folder;

    /** A disk that is full, or a pipe that nobody reads. */
    private static final class Broken extends OutputStream {
        private final String reason;

        Broken(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }

    private static StandardOutput written(OutputStream out, Path device) {
        var output = new StandardOutput(out, device);
        new PrintWriter(output, true).println("something");
        return output;
    }

    @Test
    void shouldPassOnWhatIsPrinted() throws IOException {
        var bytes = new ByteArrayOutputStream();
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(written(bytes, file).loss()).isEmpty();

        assertThat(bytes).hasToString("something" + System.lineSeparator());
    }

    @Test
    void shouldTellWhyItIsLost() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(written(new Broken("No space left on device"), file).loss()).contains("No space left on device");
        assertThat(written(new Broken("Broken pipe"), folder.resolve("nothing")).loss())
                .contains("Broken pipe");
    }

    @Test
    void shouldNotMissAReaderThatHasGone() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(written(new Broken("Daten\u00fcbergabe unterbrochen (broken pipe)"), pipe)
                        .loss())
                .isEmpty();
    }
}
