package dev.sluice.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at the plugin directories. A file counts when it has not changed since the look before and is a whole archive;
 * one that stays broken for a while is reported as that. The control thread only.
 */
final class PluginScan {
    /** A slow copy may pause; longer than this it has not. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final List<Path> directories;
    private final SluicePluginManager versions;
    /** Directories that were there once: one that is gone is out of reach rather than empty. */
    private final Set<Path> known = new HashSet<>();

    private final Map<Path, Seen> seen = new HashMap<>();

    PluginScan(List<Path> directories, SluicePluginManager versions) {
        this.directories = directories;
        this.versions = versions;
    }

    /**
     * What a look has found.
     *
     * @param archives by plugin id, one of each
     * @param broken what cannot be used, each file with why
     * @param unsettled what is still being written, or may be
     */
    record Result(Map<String, PluginArchive> archives, Map<Path, String> broken, Set<Path> unsettled) {}

    /** A file as it was at the last look; read once for each mark. */
    private static final class Seen {
        private final FileMark mark;
        private final long sinceNanos = System.nanoTime();
        private PluginArchive archive;
        private String fault;

        Seen(FileMark mark) {
            this.mark = mark;
        }
    }

    /**
     * @param patient false takes every file as it is now, as at the start
     * @param current the file that the plugin of an id was loaded from, or null
     * @throws PluginException when a directory cannot be read
     */
    Result look(boolean patient, Function<String, Path> current) throws PluginException {
        List<PluginArchive> found = new ArrayList<>();
        Map<Path, String> broken = new LinkedHashMap<>();
        Set<Path> unsettled = new LinkedHashSet<>();
        Set<Path> there = new LinkedHashSet<>();
        for (Path directory : directories) {
            for (Path file : filesOf(directory)) {
                there.add(file);
                look(file, patient, found, broken, unsettled);
            }
        }
        seen.keySet().retainAll(there);
        return new Result(oneOfEach(found, current, broken), broken, unsettled);
    }

    private void look(
            Path file, boolean patient, List<PluginArchive> found, Map<Path, String> broken, Set<Path> unsettled) {
        FileMark mark;
        try {
            mark = FileMark.of(file);
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException unknown) {
            unsettled.add(file);
            return;
        }
        Seen known = seen.get(file);
        if (known == null || !known.mark.equals(mark)) {
            known = new Seen(mark);
            seen.put(file, known);
            if (patient) {
                unsettled.add(file);
                return;
            }
        }
        if (known.archive == null && known.fault == null) {
            try {
                known.archive = PluginArchive.read(file, mark);
            } catch (PluginException fault) {
                if (patient && System.nanoTime() - known.sinceNanos < PATIENCE_NANOS) {
                    unsettled.add(file);
                    return;
                }
                known.fault = fault.getMessage();
            }
        }
        if (known.archive != null) {
            found.add(known.archive);
        } else {
            broken.put(file, known.fault);
        }
    }

    private Map<String, PluginArchive> oneOfEach(
            List<PluginArchive> found, Function<String, Path> current, Map<Path, String> broken) {
        Map<String, PluginArchive> chosen = new LinkedHashMap<>();
        for (PluginArchive archive : found) {
            chosen.merge(archive.id(), archive, (one, other) -> better(one, other, current.apply(archive.id())));
        }
        for (PluginArchive archive : found) {
            PluginArchive winner = chosen.get(archive.id());
            if (winner != archive
                    && winner.file().getParent().equals(archive.file().getParent())) {
                broken.put(
                        archive.file(),
                        "the plugin id " + archive.id() + " is taken by "
                                + winner.file().getFileName());
            }
        }
        return chosen;
    }

    /** The earlier directory wins; within one, who was there already, then the newer version. */
    private PluginArchive better(PluginArchive one, PluginArchive other, Path current) {
        if (!one.file().getParent().equals(other.file().getParent())) {
            return one;
        }
        if (one.file().equals(current) || other.file().equals(current)) {
            return one.file().equals(current) ? one : other;
        }
        return versions.compare(one.version(), other.version()) >= 0 ? one : other;
    }

    private List<Path> filesOf(Path directory) throws PluginException {
        if (Files.notExists(directory) && !known.contains(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            known.add(directory);
            return files.filter(PluginArchive::isNamedSo)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException failure) {
            // to take that for an empty directory would end every plugin
            throw new PluginException("cannot look into " + directory + ": " + failure, failure);
        }
    }
}
