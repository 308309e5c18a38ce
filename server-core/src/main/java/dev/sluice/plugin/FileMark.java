package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What changes when a file is written or replaced.
 *
 * @param key the file system's name for it, which a rename over it changes; null where there is none
 */
record FileMark(long bytes, FileTime modified, Object key) {
    static FileMark of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileMark(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
}
