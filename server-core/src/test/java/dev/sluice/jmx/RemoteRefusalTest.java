package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.wire.RemoteKeys;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remote access that would be open to all, or to nobody, does not start. */
class RemoteRefusalTest {
    @TempDir
    private Path folder;

    private RemoteServer server;

    @BeforeEach
    void prepare() throws Exception {
        server = new RemoteServer(folder);
    }

    private void assertRefused(String message) throws Exception {
        assertRefused(server.settings(), message);
    }

    private void assertRefused(RemoteSettings settings, String message) {
        assertThatExceptionOfType(RemoteAccessException.class)
                .isThrownBy(() -> server.start(settings).close())
                .withMessageStartingWith("management.remote." + message)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(RemoteKeys.PASSWORD, "doing"));
    }

    private RemoteSettings with(String host, String advertisedHost, Path keystore, String keystorePassword) {
        return new RemoteSettings(
                host, 0, advertisedHost, server.passwordFile(), server.accessFile(), keystore, keystorePassword);
    }

    @Test
    void shouldNeedAPasswordFileThatOthersCannotRead() throws Exception {
        for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            RemoteServer.write(server.passwordFile(), mode, "operator doing");
            assertRefused(
                    "passwordFile: " + server.passwordFile() + " is " + mode + "; only its owner may read or write");
        }
        Files.delete(server.passwordFile());
        assertRefused("passwordFile: there is no file " + server.passwordFile());
        Files.createDirectory(server.passwordFile());
        assertRefused("passwordFile: there is no file " + server.passwordFile());
    }

    @Test
    void shouldNeedAnAccessFileThatOthersCannotWrite() throws Exception {
        RemoteServer.write(server.accessFile(), "rw-r--rw-", "viewer readonly");
        assertRefused("accessFile: " + server.accessFile() + " is rw-r--rw-; others may not write it");
        RemoteServer.write(server.accessFile(), "rw-r--r--", "viewer everything");
        assertRefused("accessFile: ");
        Files.delete(server.accessFile());
        assertRefused("accessFile: there is no file " + server.accessFile());
    }

    @Test
    void shouldNeedAKeystoreWithAKey() throws Exception {
        Path keystore = folder.resolve("keys.p12");
        assertRefused(with("127.0.0.1", "", keystore, ""), "keystore: there is no file " + keystore);
        Files.writeString(keystore, "none");
        assertRefused(with("127.0.0.1", "", keystore, "x"), "keystore: cannot open " + keystore);
        assertRefused(
                with("127.0.0.1", "", RemoteKeys.trusted(), "wrong"), "keystore: cannot open " + RemoteKeys.trusted());
    }

    @Test
    void shouldNeedAHostThatClientsCanConnectTo() throws Exception {
        assertRefused(
                with("0.0.0.0", "", RemoteKeys.trusted(), RemoteKeys.PASSWORD),
                "advertisedHost: expected the host that clients connect to");
        // no name service is asked for it
        assertRefused(with("[no-such-host", "", RemoteKeys.trusted(), RemoteKeys.PASSWORD), "host: there is no");
        server.start(with("0.0.0.0", "127.0.0.1", RemoteKeys.trusted(), RemoteKeys.PASSWORD))
                .close();
    }

    @Test
    void shouldSayThatItsPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            RemoteSettings free = server.settings();
            var settings = new RemoteSettings(
                    "127.0.0.1",
                    taken.getLocalPort(),
                    "",
                    free.passwordFile(),
                    free.accessFile(),
                    free.keystore(),
                    free.keystorePassword());
            assertRefused(settings, "port: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
        }
    }
}
