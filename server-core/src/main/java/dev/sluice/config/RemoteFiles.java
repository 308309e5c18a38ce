package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** The files that {@code management.remote} names: without them nobody could be told from anybody. */
final class RemoteFiles {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /** Only the latter may be allowed more. */
    private static final Pattern RIGHTS = Pattern.compile("readonly|readwrite(\\s.*)?", Pattern.DOTALL);

    private final Tree root;
    private final Path base;
    private final Problems problems;

    /** @param base where relative paths begin */
    RemoteFiles(Tree root, Path base, Problems problems) {
        this.root = root;
        this.base = base;
        this.problems = problems;
    }

    void check(RemoteConfig remote) {
        if (!remote.enabled()) {
            return;
        }
        readable("passwordFile", remote.passwordFile())
                .ifPresent(file -> checkKept(
                        "passwordFile", file, OF_OTHERS, "a file that is nobody's but its owner's (chmod 600)"));
        // who may write it can give themselves any right
        readable("accessFile", remote.accessFile()).ifPresent(file -> {
            checkKept(
                    "accessFile",
                    file,
                    EnumSet.of(PosixFilePermission.OTHERS_WRITE),
                    "a file that not everybody may write (chmod o-w)");
            checkRights(file);
        });
        if (!remote.keystore().isEmpty()) {
            readable("keystore", remote.keystore()).ifPresent(file -> checkKeystore(file, remote.keystorePassword()));
        }
    }

    private Optional<Path> readable(String key, String name) {
        try {
            Path file = base.resolve(name);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return Optional.of(file);
            }
            String fault = Files.exists(file) ? "which is none or must not be read" : "which is not there";
            report(key, "expected a file, got " + file + ", " + fault);
        } catch (InvalidPathException malformed) {
            report(key, "expected a file, got '" + name + "'");
        }
        return Optional.empty();
    }

    private void checkKept(String key, Path file, Set<PosixFilePermission> refused, String expected) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!Collections.disjoint(permissions, refused)) {
                report(
                        key,
                        "expected " + expected + ", got " + PosixFilePermissions.toString(permissions) + " of " + file);
            }
        } catch (IOException | UnsupportedOperationException failure) {
            report(key, "expected " + expected + ", but who may do what to " + file + " cannot be told: " + failure);
        }
    }

    /** The JDK's access controller would refuse to begin. */
    private void checkRights(Path file) {
        Properties rights = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            rights.load(in);
        } catch (IOException | IllegalArgumentException malformed) {
            report(
                    "accessFile",
                    "expected lines such as 'monitor readonly' in " + file + ": " + malformed.getMessage());
            return;
        }
        rights.stringPropertyNames().stream().sorted().forEach(role -> {
            String right = rights.getProperty(role).strip();
            if (!RIGHTS.matcher(right).matches()) {
                report(
                        "accessFile",
                        "expected readonly or readwrite for " + role + " in " + file + ", got '" + right + "'");
            }
        });
    }

    private void checkKeystore(Path file, String password) {
        char[] secret = password.toCharArray();
        try {
            KeyStore keystore = KeyStore.getInstance(file.toFile(), secret);
            boolean key = false;
            for (String alias : Collections.list(keystore.aliases())) {
                key |= keystore.getKey(alias, secret) instanceof PrivateKey;
            }
            if (!key) {
                report("keystore", "expected one with the server's private key, got none in " + file);
            }
        } catch (IOException | GeneralSecurityException failure) {
            if (failure instanceof UnrecoverableKeyException
                    || failure.getCause() instanceof UnrecoverableKeyException) {
                report("keystorePassword", "expected the password of " + file + " and of its key, got another");
            } else {
                report("keystore", "expected a keystore (PKCS12 or JKS), got " + file + ": " + failure.getMessage());
            }
        }
    }

    private void report(String key, String text) {
        KeyPath path = KeyPath.ROOT.key("management").key("remote").key(key);
        problems.add(Tree.originOf(root, path), path, text);
    }
}
