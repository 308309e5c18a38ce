package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts archives into the plugin directory that may be written, and takes them out. */
final class PluginFiles {
    private final Path directory;

    PluginFiles(Path directory) {
        this.directory = directory;
    }

    /** Where {@link #put} puts an archive. */
    Path targetOf(Path archive) {
        return directory.resolve(archive.getFileName().toString());
    }

    /** A copy of a file that lies there, to go back to; under a name that the scan passes over. */
    Path saved(Path file) throws PluginException {
        try {
            return Files.copy(
                    file,
                    Files.createTempFile(directory, ".saved-", ".part"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException failure) {
            throw new PluginException("cannot save " + file.getFileName() + ": " + failure, failure);
        }
    }

    boolean holds(Path file) {
        return directory.equals(file.getParent());
    }

    void moveBack(Path saved, Path file) throws PluginException {
        try {
            Files.move(saved, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new PluginException("cannot put " + file.getFileName() + " back: " + failure, failure);
        }
    }

    /** Copies an archive there under its own name, all of it or nothing. */
    Path put(Path archive) throws PluginException {
        Path target = targetOf(archive);
        if (!PluginArchive.isNamedSo(target)) {
            throw new PluginException("expected a file named *.jar or *.zip, got " + archive.getFileName());
        }
        try {
            if (Files.exists(target) && Files.isSameFile(archive, target)) {
                return target;
            }
            Files.createDirectories(directory);
            // a name that the scan passes over
            Path part = Files.createTempFile(directory, ".incoming-", ".part");
            try {
                Files.copy(archive, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return target;
        } catch (IOException failure) {
            throw new PluginException(
                    "cannot put " + archive.getFileName() + " into " + directory + ": " + failure, failure);
        }
    }

    /** Deletes an archive, if it lies there and not where the server was installed. */
    void delete(Path file) throws PluginException {
        if (!holds(file)) {
            throw new PluginException(file + " came with the server; plugins.disabled keeps it from running");
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new PluginException("cannot delete " + file + ": " + failure, failure);
        }
    }
}
