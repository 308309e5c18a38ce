package dev.sluice.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom to trust: those whom the JDK trusts, and the certificates of a file. */
final class Trust {
    private Trust() {}

    /**
     * @param pemFile holds one certificate or more
     * @throws IllegalArgumentException when it cannot be read, or holds none
     */
    static SSLContext withFile(Path pemFile) {
        List<Certificate> trusted = new ArrayList<>();
        try (InputStream in = Files.newInputStream(pemFile)) {
            trusted.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("caFile: cannot read certificates from " + pemFile, unreadable);
        }
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("caFile: no certificates in " + pemFile);
        }
        try {
            trusted.addAll(List.of(issuersOfJdk()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(storeOf(trusted)), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("the JDK's trust store does not work", broken);
        }
    }

    private static KeyStore storeOf(List<Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : trusted) {
            store.setCertificateEntry(Integer.toString(store.size()), certificate);
        }
        return store;
    }

    private static X509Certificate[] issuersOfJdk() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager) {
                return ((X509TrustManager) manager).getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    /** @param store null for the JDK's */
    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
