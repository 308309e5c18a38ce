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
        if (size < FileHead.BYTES) {
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
