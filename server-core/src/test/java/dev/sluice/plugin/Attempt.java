package dev.sluice.plugin;

import dev.sluice.wire.Amf;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.Set;

/** What a server says to a client that wants something of it. */
final class Attempt {
    private static final Set<String> ALLOWED = Set.of("NetStream.Publish.Start", "NetStream.Play.Start");
    private static final Set<String> REFUSED =
            Set.of("NetConnection.Connect.Rejected", "NetStream.Publish.Denied", "NetStream.Play.Failed");

    private Attempt() {}

    static String publish(int port, String key) {
        return ask(port, client -> client.command(1, "publish", null, key, "live"));
    }

    static String play(int port, String key) {
        return ask(port, client -> client.sendPlay(key));
    }

    static boolean isAllowed(String code) {
        if (!ALLOWED.contains(code) && !REFUSED.contains(code)) {
            throw new AssertionError("neither let in nor refused, but " + code);
        }
        return ALLOWED.contains(code);
    }

    private interface Wish {
        void sendBy(WireClient client);
    }

    private static String ask(int port, Wish wish) {
        try (WireClient client = WireClient.connectTo(port)) {
            client.handshake();
            client.command(0, "connect", Amf.object("app", "live", "tcUrl", "rtmp://127.0.0.1/live"));
            WireMessage connected = client.nextCommand();
            if (!connected.code().equals("NetConnection.Connect.Success")) {
                return connected.code();
            }
            client.createStream();
            wish.sendBy(client);
            WireMessage answer = client.nextCommand();
            return (answer.code().equals("NetStream.Play.Reset") ? client.nextCommand() : answer).code();
        }
    }
}
