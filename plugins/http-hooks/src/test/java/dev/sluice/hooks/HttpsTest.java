package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decision;
import dev.sluice.testkit.TestRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class HttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path base;

    private static KeyStore keys;

    private FakeBackend backend;

    @BeforeAll
    static void makeKeys() throws Exception {
        Path file = base.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "backend",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=backend",
                        "-ext",
                        "SAN=ip:127.0.0.1")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        writePem(keys.getCertificate("backend"));
    }

    @BeforeEach
    void startBackend() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        backend = FakeBackend.startHttps(context);
    }

    @AfterEach
    void stopBackend() {
        backend.close();
    }

    @Test
    void shouldTrustTheCertificateOfTheFile() throws Exception {
        try (Running running = new Running(asking("127.0.0.1").with("caFile", "ca.pem"), base)) {
            assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
        }
    }

    @Test
    void shouldNotTrustACertificateThatNobodyVouchesFor() {
        try (Running running = new Running(asking("127.0.0.1"), base)) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                    .rootCause()
                    .hasMessageStartingWith("https://127.0.0.1:" + backend.port() + "/: TLS: ");
        }
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void shouldNotTrustTheCertificateOfAnotherHost() {
        try (Running running = new Running(asking("localhost").with("caFile", "ca.pem"), base)) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                    .rootCause()
                    .hasMessageStartingWith("https://localhost:" + backend.port() + "/: TLS: ");
        }
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void shouldRefuseAFileWithoutCertificates() throws Exception {
        Files.writeString(base.resolve("empty.pem"), "");
        Files.writeString(base.resolve("wrong.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        for (String name : new String[] {"empty.pem", "wrong.pem", "missing.pem"}) {
            assertThatThrownBy(() -> new Running(asking("127.0.0.1").with("caFile", name), base))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("caFile: ")
                    .hasMessageEndingWith(name);
        }
    }

    private Settings asking(String host) {
        return Settings.nginx().with("onPublish", "https://" + host + ":" + backend.port() + "/");
    }

    private static void writePem(Certificate certificate) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        Files.writeString(
                base.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                StandardCharsets.US_ASCII);
    }
}
