package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.amf.AmfValue;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.session.ClientRequest.PlayRange;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ClientRequestTest {
    private final ClientIdentity identity = ClientIdentity.unknown(17, new InetSocketAddress("127.0.0.1", 5021))
            .connected(AmfValue.object(
                    "app", AmfValue.of("live?token=secret1"),
                    "tcUrl", AmfValue.of("rtmp://h/live?token=secret2"),
                    "swfUrl", AmfValue.of(1)));
    private final ClientUrl url = ClientUrl.of(identity.app(), "key?token=secret3");
    private final ClientRequest request = new ClientRequest(
            Action.PUBLISH, "live", "key", url.query(), url.parameters(), "live", PlayRange.EVERYTHING, identity);

    @Test
    void shouldTellWhatClientSaid() {
        assertThat(request.tcUrl()).isEqualTo("rtmp://h/live?token=secret2");
        assertThat(request.parameters()).containsEntry("token", "secret3");
        assertThat(request.connectionId()).isEqualTo(17);
    }

    @Test
    void shouldTakeMissingAndOddPropertiesForEmpty() {
        assertThat(request.pageUrl()).isEmpty();
        assertThat(request.swfUrl()).isEmpty();
        assertThat(request.flashVer()).isEmpty();
    }

    /** Plugins log requests. */
    @Test
    void shouldKeepSecretsOutOfItsText() {
        assertThat(request.toString()).contains("PUBLISH", "live/key", "17").doesNotContain("secret");
        assertThat(identity.toString()).contains("17").doesNotContain("secret");
    }
}
