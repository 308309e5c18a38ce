package dev.sluice.session;

import dev.sluice.api.AccessRequest;
import dev.sluice.message.Command;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

/** A client's request with all that is known of the client. */
record ClientRequest(
        Action action,
        String application,
        String stream,
        String query,
        Map<String, String> parameters,
        String publishType,
        PlayRange range,
        ClientIdentity client)
        implements AccessRequest {

    /**
     * What a play names besides the stream (RTMP 1.0, 7.2.2.1).
     */
    record PlayRange(double start, double duration, boolean reset) {
        /** Of who does not play, and of a player that says nothing of it. */
        static final PlayRange EVERYTHING = new PlayRange(-2, -1, true);

        /** Some players send a number for the reset. */
        static PlayRange of(Command play) {
            return new PlayRange(
                    play.argument(1).asNumber().orElse(EVERYTHING.start),
                    play.argument(2).asNumber().orElse(EVERYTHING.duration),
                    play.argument(3)
                            .asBoolean()
                            .orElse(play.argument(3).asNumber().orElse(1) != 0));
        }
    }

    @Override
    public double playStart() {
        return range.start();
    }

    @Override
    public double playDuration() {
        return range.duration();
    }

    @Override
    public boolean playReset() {
        return range.reset();
    }

    @Override
    public String app() {
        return client.app();
    }

    @Override
    public String tcUrl() {
        return client.tcUrl();
    }

    @Override
    public String pageUrl() {
        return client.pageUrl();
    }

    @Override
    public String swfUrl() {
        return client.swfUrl();
    }

    @Override
    public String flashVer() {
        return client.flashVer();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return client.remoteAddress();
    }

    @Override
    public long connectionId() {
        return client.connectionId();
    }

    @Override
    public Instant connectedAt() {
        return client.connectedAt();
    }

    /** Without anything that may hold a secret. */
    @Override
    public String toString() {
        return action + " " + PrintableText.of(application + "/" + stream) + " by " + client;
    }
}
