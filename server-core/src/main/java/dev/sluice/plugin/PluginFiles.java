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

    /** Copies an archive there under its own name, all of it or nothing. */
    Path put(Path archive) throws PluginException {
        Path target = targetOf(archive);
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
        if (!directory.equals(file.getParent())) {
            throw new PluginException(file + " came with the server; plugins.disabled keeps it from running");
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new PluginException("cannot delete " + file + ": " + failure, failure);
        }
    }
}
