package dev.sluice.eventlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * A file of lines that is put aside when it is full. A write goes into it as a whole or not at all. After a failure, and
 * when somebody else has taken the file away, the next write opens it anew. For one thread at a time.
 */
final class RotatingFile {
    private final Path file;
    private final long maxBytes;
    private final Supplier<Path> nextName;
    private final Runnable afterRotation;
    private FileChannel channel;

    /**
     * @param nextName a free name for the file when it is full
     * @param afterRotation called when that name was used
     */
    RotatingFile(Path file, long maxBytes, Supplier<Path> nextName, Runnable afterRotation) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.nextName = nextName;
        this.afterRotation = afterRotation;
    }

    /** Writes whole lines, all of them into the same file. */
    void write(ByteBuffer lines) throws IOException {
        try {
            if (channel != null && !Files.exists(file)) {
                close();
            }
            if (channel == null) {
                open();
            }
            if (channel.size() > 0 && channel.size() + lines.remaining() > maxBytes) {
                rotate();
            }
            writeWhole(lines);
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    private void writeWhole(ByteBuffer lines) throws IOException {
        long before = channel.position();
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        } catch (IOException failure) {
            channel.truncate(before);
            throw failure;
        }
    }

    private void open() throws IOException {
        Files.createDirectories(file.getParent());
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long size = channel.size();
        channel.position(size);
        if (size > 0 && lastByte(size) != '\n') {
            // a line that a crash has cut short must not spoil the next one
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private byte lastByte(long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, size - 1);
        return last.get(0);
    }

    private void rotate() throws IOException {
        channel.close();
        Files.move(file, nextName.get());
        afterRotation.run();
        open();
    }

    /** What is in the file stays. */
    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException lost) {
                // every write has been reported already
            }
            channel = null;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
