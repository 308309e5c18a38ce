package dev.sluice.eventlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that is put aside when it is full, as soon as that is possible. A write goes into it as a whole or not at
 * all. After a failure, and when somebody else has taken the file away or put another one in its place, the next write opens
 * it anew. For one thread at a time.
 */
final class RotatingFile {
    private static final Logger LOG = LoggerFactory.getLogger(RotatingFile.class);

    private final Path file;
    private final long maxBytes;
    private final Supplier<Path> nextName;
    private final Runnable afterRotation;
    private FileChannel channel;
    /** Which file that is, whatever its name by now; null where the platform does not tell. */
    private Object channelKey;

    private boolean stuck;

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
            if (channel != null && !isInPlace()) {
                close();
            }
            if (channel == null) {
                open();
            }
            if (channel.size() > 0 && channel.size() + lines.remaining() > maxBytes) {
                rotate();
            }
            // where somebody has cut it short, the next line must not leave a hole
            channel.position(channel.size());
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

    private boolean isInPlace() {
        try {
            return Objects.equals(key(), channelKey);
        } catch (IOException gone) {
            return false;
        }
    }

    private Object key() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void open() throws IOException {
        Files.createDirectories(file.getParent());
        Object before;
        do {
            close();
            // a channel does not tell its file: it is the one whose key stands before and after
            openChannel().close();
            before = key();
            channel = openChannel();
            channelKey = key();
        } while (!Objects.equals(before, channelKey));
        endLine();
    }

    private FileChannel openChannel() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** A line that a crash has cut short must not spoil the next one. */
    private void endLine() throws IOException {
        long size = channel.size();
        channel.position(size);
        if (size > 0 && lastByte(size) != '\n') {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private byte lastByte(long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, size - 1);
        return last.get(0);
    }

    private void rotate() throws IOException {
        close();
        try {
            Files.move(file, nextName.get());
            stuck = false;
            afterRotation.run();
        } catch (IOException failure) {
            if (!stuck) {
                LOG.warn("{} is full but cannot be put aside, and goes on growing: {}", file, failure.toString());
            }
            stuck = true;
        }
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
