package dev.sluice;

import dev.sluice.jmx.LocalServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps a second server off the same SLUICE_BASE. The system lets go of it however the process ends. */
final class BaseLock implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 5;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path base;
    private final FileChannel channel;

    private BaseLock(Path base, FileChannel channel) {
        this.base = base;
        this.channel = channel;
    }

    static BaseLock take(Path base) throws IOException {
        FileChannel channel = open(LocalServer.lockFile(base));
        try {
            if (isLocked(channel)) {
                return new BaseLock(base, channel);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // the same as a lock held by another process
        }
        channel.close();
        throw new IOException("another server runs on " + base);
    }

    /** A command that asks whether a server runs here may have the lock for a moment. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        for (int attempt = 1; channel.tryLock() == null; attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException denied) {
            throw new IOException(denied.getFile() + ": the user that starts the server may not write there", denied);
        } catch (FileAlreadyExistsException taken) {
            throw new IOException(taken.getFile() + " is no folder", taken);
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
