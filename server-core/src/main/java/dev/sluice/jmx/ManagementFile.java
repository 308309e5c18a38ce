package dev.sluice.jmx;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What a running server leaves in {@code data/management} for {@code bin/sluice}, readable by its own user only.
 *
 * @param url where its connector is
 * @param credential to be shown there, good for this run of the server
 * @param pid of the server
 * @param started when that process started, as the system says; {@link Instant#EPOCH} when it does not
 * @param version of the server
 */
record ManagementFile(String url, String credential, long pid, Instant started, String version) {
    private static final long MAX_BYTES = 65_536;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    static Path in(Path base) {
        return base.resolve("data").resolve("management");
    }

    /** It is nobody else's from the moment it is there, and complete. */
    void write(Path file) throws IOException {
        Path folder = Files.createDirectories(file.getParent());
        Path written = folder.resolve(file.getFileName() + ".new");
        // what a crash left
        Files.deleteIfExists(written);
        try {
            writeNew(written);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.deleteIfExists(written);
            throw failure;
        }
    }

    private void writeNew(Path written) throws IOException {
        Set<StandardOpenOption> asNew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        try (var out = Channels.newOutputStream(Files.newByteChannel(written, asNew, ownerOnly))) {
            requireOwnerOnly(written);
            out.write(String.join("\n", lines()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Some file systems, such as FAT and what other systems share, give every file the same mode and say nothing. */
    static void requireOwnerOnly(Path file) throws IOException {
        Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
        if (!given.equals(OWNER_ONLY)) {
            throw new IOException("the file system of " + file.getParent() + " keeps no file from other users: it is "
                    + PosixFilePermissions.toString(given));
        }
    }

    private List<String> lines() {
        return List.of(
                "# How bin/sluice reaches the server that runs on this folder. Keep it secret.",
                "url=" + url,
                "credential=" + credential,
                "pid=" + pid,
                "started=" + started,
                "version=" + version,
                "");
    }

    /** @throws IOException also when it is no such file */
    static ManagementFile read(Path file) throws IOException {
        Properties properties = new Properties();
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
            throw damaged(file);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return new ManagementFile(
                    required(properties, "url"),
                    required(properties, "credential"),
                    Long.parseLong(required(properties, "pid")),
                    Instant.parse(required(properties, "started")),
                    required(properties, "version"));
        } catch (IllegalArgumentException | DateTimeParseException wrong) {
            throw damaged(file);
        }
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }

    private static IOException damaged(Path file) {
        return new IOException(file + " is not as a server writes it");
    }

    /** Hides the credential. */
    @Override
    public String toString() {
        return "management of pid " + pid;
    }
}
