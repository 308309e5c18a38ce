package dev.sluice;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second server off the same SLUICE_BASE. The system lets go of it however the process ends. */
final class BaseLock implements AutoCloseable {
    private final Path base;
    private final FileChannel channel;

    private BaseLock(Path base, FileChannel channel) {
        this.base = base;
        this.channel = channel;
    }

    static BaseLock take(Path base) throws IOException {
        FileChannel channel = open(base.resolve("data"));
        try {
            if (channel.tryLock() != null) {
                return new BaseLock(base, channel);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // the same as a lock held by another process
        }
        channel.close();
        throw new IOException("another server runs on " + base);
    }

    private static FileChannel open(Path data) throws IOException {
        try {
            Files.createDirectories(data);
            return FileChannel.open(data.resolve("sluice.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException denied) {
            throw new IOException(denied.getFile() + ": the user that starts the server may not write there", denied);
        } catch (FileAlreadyExistsException file) {
            throw new IOException(file.getFile() + " is no folder", file);
        }
    }

    Path base() {
        return base;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
