package dev.sluice.flv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finishes the recordings that a crash has left behind. */
final class Repair {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
    private static final String IN_PROGRESS = PathPattern.SUFFIX + RecordingFolder.PART;
    /** Deeper than recordings lie unless the pattern itself is deeper. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_ENTRIES = 1_000_000;
    /** So much of one tag may be there without its end. */
    private static final long MAX_TORN_BYTES = FlvTag.OVERHEAD_BYTES + FlvTag.MAX_BODY_BYTES;
    /** With more than that behind the head a file is never removed. */
    private static final long MAX_EMPTY_BYTES = 64 << 10;

    private final RecordingFolder folder;
    private final boolean sync;

    Repair(RecordingFolder folder, boolean sync) {
        this.folder = folder;
        this.sync = sync;
    }

    /**
     * Repairs each file in turn; one that cannot be repaired is logged and left as it is. Takes long when there is much
     * to read, and stops when it is interrupted.
     *
     * @return the files that are finished now
     */
    List<Path> run() {
        List<Path> repaired = new ArrayList<>();
        for (Path part : find()) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            try {
                repair(part).ifPresent(repaired::add);
            } catch (IOException | RuntimeException failure) {
                LOG.warn("cannot repair {}: {}", part, failure.toString());
            }
        }
        return repaired;
    }

    private List<Path> find() {
        List<Path> found = new ArrayList<>();
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            private int entries;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && file.getFileName().toString().endsWith(IN_PROGRESS)) {
                    found.add(file);
                }
                return ++entries < MAX_ENTRIES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                LOG.warn("cannot look for recordings in {}: {}", file, failure.toString());
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(folder.root(), Set.of(), MAX_DEPTH, visitor);
        } catch (IOException failure) {
            LOG.warn("cannot look for recordings in {}: {}", folder.root(), failure.toString());
        }
        return found;
    }

    private Optional<Path> repair(Path part) throws IOException {
        Optional<Claim> taken = folder.takeOver(part);
        if (taken.isEmpty()) {
            LOG.debug("{} is being recorded", part);
            return Optional.empty();
        }
        Claim claim = taken.get();
        try {
            return repair(claim);
        } finally {
            folder.release(claim);
        }
    }

    private Optional<Path> repair(Claim claim) throws IOException {
        FileChannel channel = claim.channel();
        long size = channel.size();
        ByteBuffer head = readHead(channel);
        if (!FileHead.startsLikeOurs(head)) {
            LOG.warn("{} is left alone, since it is none of this recorder's", claim.part());
            return Optional.empty();
        }
        if (size <= FileHead.BYTES) {
            return discard(claim);
        }
        Optional<Metadata> metadata = FileHead.read(head);
        if (metadata.isEmpty()) {
            LOG.warn("{} is left alone, since its head is damaged", claim.part());
            return Optional.empty();
        }
        var contents = new Contents();
        contents.adopt(metadata.get());
        long end = TagScanner.scan(channel, FileHead.BYTES, contents);
        if (!mayBeTorn(channel, end, contents.frames() == 0 ? MAX_EMPTY_BYTES : MAX_TORN_BYTES)) {
            return salvage(claim, metadata.get(), size);
        }
        if (contents.frames() == 0) {
            return discard(claim);
        }
        finish(channel, contents, end);
        Path target = folder.publish(claim, false);
        LOG.info(
                "repaired {}: {} ms, {} bytes, of which a torn tag of {} bytes was cut",
                target,
                contents.durationMillis(),
                end,
                size - end);
        return Optional.of(target);
    }

    /** Whether what lies from there on is what a writer that was interrupted leaves: one tag in part, or zeros. */
    private static boolean mayBeTorn(FileChannel channel, long end, long maxBytes) throws IOException {
        long bytes = channel.size() - end;
        var scanner = new TagScanner(channel);
        if (bytes < FlvTag.HEADER_BYTES || scanner.zerosFrom(end)) {
            return true;
        }
        boolean torn = scanner.at(end).filter(tag -> tag.end() >= end + bytes).isPresent();
        return torn && bytes <= maxBytes && scanner.next(end).isEmpty();
    }

    /** Keeps the file under another name, and writes what can be read of it into a new one. */
    private Optional<Path> salvage(Claim claim, Metadata metadata, long size) throws IOException {
        folder.checkSpaceFor(size);
        Claim damaged = folder.setAside(claim);
        try {
            Claim fresh = folder.claim(folder.root().relativize(claim.target()).toString(), OnExisting.RENAME);
            try {
                return salvage(damaged, fresh, metadata);
            } catch (IOException | RuntimeException failure) {
                folder.putBack(damaged, fresh);
                throw failure;
            } finally {
                folder.release(fresh);
            }
        } finally {
            folder.release(damaged);
        }
    }

    private Optional<Path> salvage(Claim damaged, Claim fresh, Metadata metadata) throws IOException {
        var file = new PartFile(fresh.channel());
        file.begin(metadata);
        var salvage = new Salvage(damaged.channel(), file);
        salvage.copy();
        if (file.contents().frames() == 0) {
            LOG.warn("nothing can be read of a damaged recording, which is kept as {}", damaged.part());
            folder.discard(fresh);
            return Optional.empty();
        }
        file.flush();
        file.finish(sync);
        Path target = folder.publish(fresh, false);
        LOG.warn(
                "a recording is damaged in {} places and kept as {}; {} bytes of it cannot be read, all others are in {}",
                salvage.places(),
                damaged.part(),
                salvage.lostBytes(),
                target);
        return Optional.of(target);
    }

    private static ByteBuffer readHead(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(FileHead.BYTES);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // until it is full or the file ends
        }
        return head.flip();
    }

    private Optional<Path> discard(Claim claim) throws IOException {
        LOG.info("removed {}, in which nothing was recorded yet", claim.part());
        folder.discard(claim);
        return Optional.empty();
    }

    private void finish(FileChannel channel, Contents contents, long end) throws IOException {
        channel.truncate(end);
        ByteBuffer head = FileHead.finished(contents, end);
        while (head.hasRemaining()) {
            channel.write(head, head.position());
        }
        if (sync) {
            channel.force(true);
        }
    }
}
