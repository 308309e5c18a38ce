package dev.sluice.flv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of all recordings: gives names, and sees that nothing gets out of it and nobody meets another one. Any thread. */
final class RecordingFolder {
    static final String PART = ".part";
    static final String DAMAGED = ".damaged";

    private static final Logger LOG = LoggerFactory.getLogger(RecordingFolder.class);
    /** Behind any content: where locks are binding, others may still read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Disk disk;
    private final FileNumbers numbers = new FileNumbers();
    private final Path root;
    private final long minFreeBytes;
    /** Closing a file releases its lock for the whole process (POSIX), so that none here is opened twice. */
    private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

    /** @throws IOException when it is not there and cannot be made */
    RecordingFolder(Disk disk, Path directory, long minFreeBytes) throws IOException {
        this.disk = disk;
        this.minFreeBytes = minFreeBytes;
        Files.createDirectories(directory);
        this.root = directory.toRealPath();
    }

    Path root() {
        return root;
    }

    /**
     * Begins a file.
     *
     * @param relative with slashes
     */
    Claim claim(String relative, OnExisting onExisting) throws IOException {
        Path wanted = root.resolve(relative).normalize();
        if (!wanted.startsWith(root) || wanted.equals(root)) {
            throw new IOException("not within " + root + ": " + relative);
        }
        checkSpace();
        makeParents(wanted);
        if (onExisting == OnExisting.FAIL && disk.exists(wanted)) {
            throw new FileAlreadyExistsException(wanted.toString(), null, "there already, and onExisting is fail");
        }
        int number = 0;
        for (int nth = 1; number >= 0; nth++) {
            Path numbered = FileNumbers.numbered(wanted, number);
            boolean free = onExisting != OnExisting.RENAME || !disk.exists(numbered);
            Path part = partOf(numbered);
            Optional<FileChannel> channel = free ? create(part) : Optional.empty();
            if (channel.isPresent()) {
                numbers.give(wanted, number);
                return new Claim(part, onExisting == OnExisting.RENAME ? numbered : wanted, channel.get());
            }
            number = numbers.attempt(wanted, nth);
        }
        throw allTaken(wanted);
    }

    private static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + PART);
    }

    private static IOException allTaken(Path wanted) {
        return new FileAlreadyExistsException(wanted.toString(), null, "and so is every numbered one");
    }

    private void makeParents(Path wanted) throws IOException {
        Files.createDirectories(root);
        Path folder = root;
        for (Path name : root.relativize(wanted.getParent())) {
            folder = folder.resolve(name);
            if (!Files.isDirectory(folder)) {
                makeFolder(folder);
            }
            if (!folder.toRealPath().startsWith(root)) {
                throw new IOException("a link leads out of " + root + ": " + folder);
            }
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException other) {
            if (!Files.isDirectory(folder)) {
                throw other;
            }
        }
    }

    private Optional<FileChannel> create(Path part) throws IOException {
        if (!inUse.add(part)) {
            return Optional.empty();
        }
        try {
            FileChannel channel = disk.create(part);
            if (lock(channel, part)) {
                return Optional.of(channel);
            }
            channel.close();
        } catch (FileAlreadyExistsException taken) {
            LOG.debug("{} is there already", part);
        } catch (IOException | RuntimeException failure) {
            inUse.remove(part);
            throw failure;
        }
        inUse.remove(part);
        return Optional.empty();
    }

    private static boolean lock(FileChannel channel, Path part) {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException taken) {
            return false;
        } catch (IOException none) {
            LOG.warn("{} is not locked, since its file system cannot: {}", part, none.toString());
            return true;
        }
    }

    /** Opens a file in progress that nobody writes any more; empty when somebody does. */
    Optional<Claim> takeOver(Path part) throws IOException {
        if (!inUse.add(part)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        try {
            channel = disk.open(part);
            if (channel.tryLock(LOCKED_BYTE, 1, false) != null && disk.exists(part)) {
                String name = part.getFileName().toString();
                Path target = part.resolveSibling(name.substring(0, name.length() - PART.length()));
                return Optional.of(new Claim(part, target, channel));
            }
        } catch (OverlappingFileLockException taken) {
            LOG.debug("{} is recorded by another part of this process", part);
        } catch (IOException | RuntimeException failure) {
            closeQuietly(part, channel);
            throw failure;
        }
        closeQuietly(part, channel);
        return Optional.empty();
    }

    /** Gives a finished file its name, all at once, and lets go of it. */
    synchronized Path publish(Claim claim, boolean overwrite) throws IOException {
        try {
            boolean replace = overwrite && !Files.isDirectory(claim.target(), LinkOption.NOFOLLOW_LINKS);
            Path target = replace || !disk.exists(claim.target()) ? claim.target() : freeBeside(claim.target());
            Files.move(claim.part(), target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } finally {
            release(claim);
        }
    }

    /** Neither there nor the name that another file in progress is to get. */
    private Path freeBeside(Path target) throws IOException {
        int number = numbers.attempt(target, 1);
        for (int nth = 2; number >= 0; nth++) {
            Path numbered = FileNumbers.numbered(target, number);
            if (!disk.exists(numbered) && !disk.exists(partOf(numbered))) {
                numbers.give(target, number);
                return numbered;
            }
            number = numbers.attempt(target, nth);
        }
        throw allTaken(target);
    }

    /** Keeps a file under a name that nobody takes over; it goes on to be read, and is released under that name. */
    synchronized Claim setAside(Claim claim) throws IOException {
        Path kept = damaged(claim.target(), 0);
        for (int nth = 1; disk.exists(kept); nth++) {
            int number = numbers.attempt(claim.target(), nth);
            if (number < 0) {
                throw allTaken(kept);
            }
            kept = damaged(claim.target(), number);
        }
        Files.move(claim.part(), kept, StandardCopyOption.ATOMIC_MOVE);
        inUse.add(kept);
        inUse.remove(claim.part());
        return new Claim(kept, claim.target(), claim.channel());
    }

    /** Puts a file that was set aside in the place of one in progress that has come to nothing. */
    void putBack(Claim aside, Claim inProgress) throws IOException {
        Files.move(aside.part(), inProgress.part(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path damaged(Path target, int number) {
        Path numbered = FileNumbers.numbered(target, number);
        return numbered.resolveSibling(numbered.getFileName() + DAMAGED);
    }

    /** Removes a file in progress that holds nothing. */
    void discard(Claim claim) throws IOException {
        try {
            Files.deleteIfExists(claim.part());
        } finally {
            release(claim);
        }
    }

    /** Lets go of a file in progress, which stays as it is. */
    void release(Claim claim) {
        closeQuietly(claim.part(), claim.channel());
    }

    private void closeQuietly(Path part, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            LOG.warn("cannot close {}: {}", part, failure.toString());
        } finally {
            inUse.remove(part);
        }
    }

    /** Sees that a power failure does not undo the name of a file. */
    static void syncParent(Path file) {
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException cannot) {
            LOG.debug("cannot sync {}: {}", file.getParent(), cannot.toString());
        }
    }

    /** @throws IOException when a recording must not go on: it was removed, or the disk is nearly full */
    void check(Claim claim) throws IOException {
        if (!disk.exists(claim.part())) {
            throw new NoSuchFileException(claim.part().toString(), null, "removed while it was recorded");
        }
        checkSpace();
    }

    private void checkSpace() throws IOException {
        checkSpaceFor(0);
    }

    /** @throws IOException when a file of that size would leave less room than others are to have */
    void checkSpaceFor(long bytes) throws IOException {
        Files.createDirectories(root);
        long usable = disk.usableBytes(root);
        if (usable - bytes < minFreeBytes) {
            String file = bytes == 0 ? "" : " and a file of " + (bytes >> 20) + " MiB";
            throw new IOException("only " + (usable >> 20) + " MiB are free in " + root + ", less than minFreeSpace ("
                    + (minFreeBytes >> 20) + " MiB)" + file);
        }
    }
}
