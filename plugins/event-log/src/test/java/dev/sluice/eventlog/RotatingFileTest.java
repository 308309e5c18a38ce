package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    private Path folder;

    private final List<Path> rotated = new ArrayList<>();
    private RotatingFile file;

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void shouldBeginAnewWhenFull() throws IOException {
        open(10);
        write("aaaa\n");
        write("bbbb\n");
        write("c\n");
        assertThat(rotated).hasSize(1);
        assertThat(rotated.get(0)).hasContent("aaaa\nbbbb\n");
        assertThat(path()).hasContent("c\n");
    }

    @Test
    void shouldTakeALineThatIsLongerThanAFileMayBe() throws IOException {
        open(4);
        write("aaaaaaaa\n");
        write("b\n");
        assertThat(rotated.get(0)).hasContent("aaaaaaaa\n");
        assertThat(path()).hasContent("b\n");
    }

    @Test
    void shouldGoOnWithAFileThatIsThere() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "aaaa\n");
        open(10);
        write("bbbb\n");
        assertThat(path()).hasContent("aaaa\nbbbb\n");
        write("c\n");
        assertThat(path()).hasContent("c\n");
    }

    @Test
    void shouldKeepALineCutShortByACrashFromTheNextLine() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "{\"cut");
        open(100);
        write("{}\n");
        assertThat(path()).hasContent("{\"cut\n{}\n");
    }

    @Test
    void shouldMakeTheFileAgainWhenSomebodyHasTakenItAway() throws IOException {
        open(100);
        write("a\n");
        Files.move(path(), folder.resolve("taken"));
        write("b\n");
        assertThat(path()).hasContent("b\n");
    }

    /** As logrotate does with create. */
    @Test
    void shouldTurnToAFileThatSomebodyHasPutInItsPlace() throws IOException {
        open(100);
        write("a\n");
        Files.move(path(), folder.resolve("taken"));
        Files.createFile(path());
        write("b\n");
        assertThat(folder.resolve("taken")).hasContent("a\n");
        assertThat(path()).hasContent("b\n");
        // with compress the one that was taken away is soon deleted
        Files.move(path(), folder.resolve("taken-too"));
        Files.delete(folder.resolve("taken-too"));
        Files.createFile(path());
        write("c\n");
        assertThat(path()).hasContent("c\n");
    }

    /** As logrotate does with copytruncate. */
    @Test
    void shouldLeaveNoHoleInAFileThatSomebodyHasEmptied() throws IOException {
        open(100);
        write("aaaa\n");
        Files.write(path(), new byte[0]);
        write("b\n");
        assertThat(path()).hasBinaryContent("b\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldGoOnWithAFullFileWhileItCannotBePutAside() throws IOException {
        Path older = folder.resolve("not there/old");
        file = new RotatingFile(path(), 4, () -> older, () -> rotated.add(older));
        for (String line : List.of("aaaa\n", "b\n", "c\n")) {
            write(line);
        }
        assertThat(path()).hasContent("aaaa\nb\nc\n");
        assertThat(rotated).isEmpty();
        Files.createDirectory(older.getParent());
        write("d\n");
        assertThat(rotated).containsExactly(older);
        assertThat(older).hasContent("aaaa\nb\nc\n");
        assertThat(path()).hasContent("d\n");
    }

    @Test
    void shouldGoOnAfterAFailure() throws IOException {
        open(100);
        Files.writeString(path().getParent(), "no folder");
        assertThatThrownBy(() -> write("a\n")).isInstanceOf(IOException.class);
        Files.delete(path().getParent());
        write("b\n");
        assertThat(path()).hasContent("b\n");
    }

    private void open(long maxBytes) {
        file = new RotatingFile(
                path(),
                maxBytes,
                () -> path().resolveSibling("old" + rotated.size()),
                () -> rotated.add(path().resolveSibling("old" + rotated.size())));
    }

    private Path path() {
        return folder.resolve("logs/events.jsonl");
    }

    private void write(String lines) throws IOException {
        file.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
