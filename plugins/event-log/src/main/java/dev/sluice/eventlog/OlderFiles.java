package dev.sluice.eventlog;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The full files beside {@code events.jsonl}: {@code events-20261124T090610.123Z.jsonl}, by the time when they were put
 * aside, with {@code .gz} when they are compressed. Any thread.
 */
final class OlderFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OlderFiles.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSX").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String stem;
    private final String ending;
    private final Pattern names;
    private final int keep;
    private final Duration maxAge;
    private final boolean compress;
    private final Compressor compressor;
    private final AtomicInteger wishes = new AtomicInteger();

    OlderFiles(Path file, int keep, Duration maxAge, boolean compress) {
        this(file, keep, maxAge, compress, OlderFiles::gzip);
    }

    OlderFiles(Path file, int keep, Duration maxAge, boolean compress, Compressor compressor) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        this.folder = file.getParent();
        this.stem = (dot > 0 ? name.substring(0, dot) : name) + '-';
        this.ending = dot > 0 ? name.substring(dot) : "";
        this.names = Pattern.compile(
                Pattern.quote(stem) + "(\\d{8}T\\d{6}\\.\\d{3}Z)" + Pattern.quote(ending) + "(\\.gz|\\.gz\\.part)?");
        this.keep = keep;
        this.maxAge = maxAge;
        this.compress = compress;
        this.compressor = compressor;
    }

    /** Makes {@code to} of {@code from}, which stays. */
    interface Compressor {
        void compress(Path from, Path to) throws IOException;
    }

    /** A free name of this moment, or as soon after it as there is one. */
    Path nextName() {
        for (Instant time = Instant.now(); ; time = time.plusMillis(1)) {
            Path name = folder.resolve(stem + TIME.format(time) + ending);
            if (!Files.exists(name) && !Files.exists(compressed(name))) {
                return name;
            }
        }
    }

    /**
     * Deletes what is too old or too much, which also makes room, then compresses what is not compressed yet. Failures are
     * only logged. While another thread does this already it will go through them once more, and this call returns at once.
     */
    void tidy() {
        if (wishes.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = wishes.get();
            try {
                tidyOnce();
            } catch (RuntimeException | Error failure) {
                wishes.set(0);
                throw failure;
            }
        } while (!wishes.compareAndSet(seen, 0));
    }

    private void tidyOnce() {
        try {
            if (Files.isDirectory(folder)) {
                prune();
                for (Path file : newestFirst()) {
                    if (compress && !file.toString().endsWith(".gz")) {
                        compress(file);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException failure) {
            LOG.warn("Older event files beside {}* are not tidied up: {}", folder.resolve(stem), failure.toString());
        }
    }

    private void prune() throws IOException {
        String limit = maxAge.isZero() ? "" : TIME.format(Instant.now().minus(maxAge));
        List<Path> files = newestFirst();
        for (int i = 0; i < files.size(); i++) {
            if (i >= keep || time(files.get(i)).compareTo(limit) < 0) {
                Files.deleteIfExists(files.get(i));
            }
        }
    }

    /** Removes what a crash has left: half of a compressed file, or the original beside the whole of it. */
    private List<Path> newestFirst() throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                if (!names.matcher(file.getFileName().toString()).matches()) {
                    continue;
                }
                if (file.toString().endsWith(".part") || Files.exists(compressed(file))) {
                    Files.deleteIfExists(file);
                } else {
                    files.add(file);
                }
            }
        }
        files.sort(Comparator.comparing(this::time).reversed());
        return files;
    }

    /** As in its name, where later is greater. */
    private String time(Path file) {
        Matcher name = names.matcher(file.getFileName().toString());
        return name.matches() ? name.group(1) : "";
    }

    private void compress(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".gz.part");
        try {
            compressor.compress(file, part);
            Files.move(part, compressed(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void gzip(Path from, Path to) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(to), 64 << 10)) {
            Files.copy(from, out);
        }
    }

    private static Path compressed(Path file) {
        return file.resolveSibling(file.getFileName() + ".gz");
    }
}
