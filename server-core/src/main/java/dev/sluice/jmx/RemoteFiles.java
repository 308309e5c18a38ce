package dev.sluice.jmx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Refuses files that would leave remote management open, or would let nobody in. */
final class RemoteFiles {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private RemoteFiles() {}

    static void checkPasswordFile(Path file) throws RemoteAccessException {
        checkReadable("passwordFile", file);
        checkKeptFrom("passwordFile", file, OTHERS, "only its owner may read or write it: chmod 600");
    }

    static void checkAccessFile(Path file) throws RemoteAccessException {
        checkReadable("accessFile", file);
        checkKeptFrom(
                "accessFile",
                file,
                EnumSet.of(PosixFilePermission.OTHERS_WRITE),
                "others may not write it, or they could give themselves any right: chmod o-w");
    }

    private static void checkReadable(String key, Path file) throws RemoteAccessException {
        if (!Files.isRegularFile(file)) {
            throw new RemoteAccessException(key, "there is no file " + file);
        }
        if (!Files.isReadable(file)) {
            throw new RemoteAccessException(key, "the server may not read " + file);
        }
    }

    private static void checkKeptFrom(String key, Path file, Set<PosixFilePermission> refused, String rule)
            throws RemoteAccessException {
        Set<PosixFilePermission> given;
        try {
            given = Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException failure) {
            throw new RemoteAccessException(key, "cannot tell who may read " + file + ": " + failure);
        }
        if (!Collections.disjoint(given, refused)) {
            throw new RemoteAccessException(key, file + " is " + PosixFilePermissions.toString(given) + "; " + rule);
        }
    }

    /** What the server shows of itself, from a keystore of any type the JDK knows. */
    static SSLContext tls(Path keystore, String password) throws RemoteAccessException {
        checkReadable("keystore", keystore);
        try {
            KeyStore keys = load(keystore, password.toCharArray());
            checkHasKey(keystore, keys);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw new RemoteAccessException(
                    "keystore",
                    "cannot open " + keystore + " with management.remote.keystorePassword: " + failure.getMessage());
        }
    }

    private static KeyStore load(Path keystore, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        // reads the older type JKS as well
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, password);
        }
        return keys;
    }

    private static void checkHasKey(Path keystore, KeyStore keys)
            throws RemoteAccessException, GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return;
            }
        }
        throw new RemoteAccessException("keystore", "there is no private key in " + keystore);
    }
}
