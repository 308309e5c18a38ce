package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.plugin.BlockedAddress;
import dev.sluice.plugin.PluginJar;
import dev.sluice.wire.WireClient;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that were denied too often. */
class BlockedAddressesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldShowAndLiftBlocks() throws Exception {
        try (ManagedServer managed = new ManagedServer(folder)) {
            PluginJar.of("doorman")
                    .authenticator("return now(request.action() == AccessRequest.Action.PUBLISH"
                            + " ? Decision.deny(\"no\") : Decision.allow());")
                    .into(managed.server().plugins());
            managed.server().with("limits.authFailures.max", "1");
            managed.start();
            assertThat(managed.bean("doorman").isGuards()).isTrue();
            assertThat(managed.host().getBlocked()).isEmpty();
            try (WireClient client = WireClient.connected(managed.server().port())) {
                client.createStream();
                client.command(1, "publish", null, "key", "live");
                client.expectStatus("NetStream.Publish.Denied");
            }
            assertThat(managed.host().getBlockedCount()).isEqualTo(1);
            BlockedRow row = managed.host().getBlocked().get(0);
            assertThat(row.getAddress()).isEqualTo("127.0.0.1");
            assertThat(row.getAction()).isEqualTo("PUBLISH");
            assertThat(row.getRemainingMillis()).isBetween(1L, 300_000L);
            assertThat(managed.invoke(ManagedServer.HOST, "liftBlock", "192.0.2.1"))
                    .isEqualTo(false);
            assertThat(managed.host().getBlocked()).hasSize(1);
            assertThat(managed.invoke(ManagedServer.HOST, "liftBlock", row.getAddress()))
                    .isEqualTo(true);
            assertThat(managed.host().getBlocked()).isEmpty();
        }
    }

    @Test
    void shouldTakeNetworksAsTheyAreShown() throws Exception {
        InetAddress network = InetAddress.getByName("2001:db8:0:7::");
        String shown = new BlockedFigures(new BlockedAddress(network, Action.PLAY, 1)).getAddress();
        assertThat(shown).isEqualTo("2001:db8:0:7:0:0:0:0/64");
        assertThat(Arguments.address(shown)).isEqualTo(network);
        assertThat(Arguments.address(" 2001:db8::1 ")).isEqualTo(InetAddress.getByName("2001:db8::1"));
    }
}
