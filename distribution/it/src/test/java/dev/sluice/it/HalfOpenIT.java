package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.WireClient;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * RI-112: peers behind a link that goes down without a FIN. The server lives in a network namespace of its own, at the
 * other end of a veth pair.
 */
@Tag("netns")
class HalfOpenIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HERE = "198.18.35.1";
    private static final String THERE = "198.18.35.2";
    private static final int PORT = 1935;
    private static final String FAR_END = "far";

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final String namespace = "sluice-" + ProcessHandle.current().pid();
    private final String link = "sl" + ProcessHandle.current().pid();

    /** The link's near end belongs in a namespace as well, not among the machine's own addresses. */
    @BeforeEach
    void connectNamespace() throws SocketException {
        for (NetworkInterface other : NetworkInterface.networkInterfaces().toList()) {
            assertThat(other.isLoopback() || !other.isUp())
                    .as("run this within a network namespace of its own (unshare -n); here is %s", other)
                    .isTrue();
        }
        ip("netns", "add", namespace);
        ip("link", "add", link, "type", "veth", "peer", "name", FAR_END, "netns", namespace);
        ip("address", "add", HERE + "/30", "dev", link);
        ip("link", "set", link, "up");
        ip("-n", namespace, "address", "add", THERE + "/30", "dev", FAR_END);
        ip("-n", namespace, "link", "set", FAR_END, "up");
        ip("-n", namespace, "link", "set", "lo", "up");
    }

    @AfterEach
    void removeNamespace() {
        // the veth pair goes with it, as soon as no process is left there
        ip("netns", "delete", namespace);
        bench.start(new ProcessBuilder("ip", "link", "delete", link)).exitCode(LIMIT);
    }

    private void ip(String... arguments) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        bench.start(new ProcessBuilder(command)).expectSuccess(LIMIT);
    }

    private Run startServer(String... settings) {
        var arguments = new ArrayList<>(List.of("run", "--set", "listeners[0].host=" + THERE));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        ProcessBuilder builder = Sluice.builder(Sluice.base(bench), arguments.toArray(String[]::new));
        builder.command().addAll(0, List.of("ip", "netns", "exec", namespace));
        Run run = bench.start(builder);
        awaitLine(run, "serving");
        return run;
    }

    private static void awaitLine(Run server, String text) {
        Awaitility.await(text).atMost(LIMIT).until(() -> server.output().contains(text));
    }

    private static WireClient client() {
        WireClient client = WireClient.connectTo(THERE, PORT, 0);
        client.handshake();
        client.connect("live");
        client.createStream();
        return client;
    }

    @Test
    void shouldDropPeersBehindADeadLinkAndTakeThemBack() {
        Run server = startServer(
                "rtmp.pingInterval=500ms",
                "rtmp.idleTimeout=6s",
                "applications.live.publish.idleTimeout=2s",
                "applications.live.play.stallTimeout=2s");
        WireClient idle = client();
        idle.play("nothing");
        WireClient player = client();
        player.play("cut");
        WireClient publisher = client();
        publisher.publish("cut");
        List<Frame> frames = Clip.video(1, 1);
        publisher.send(frames);
        publisher.sync();

        ip("link", "set", link, "down");
        awaitLine(server, "closed: publisher idle");
        awaitLine(server, "closed: idle");
        Awaitility.await("everybody is gone")
                .atMost(LIMIT)
                .until(() -> server.output()
                                .lines()
                                .filter(line -> line.contains("closed: "))
                                .count()
                        == 3);
        ip("link", "set", link, "up");

        WireClient again = client();
        again.publish("cut");
        again.send(frames);
        again.sync();
        assertThat(server.output()).doesNotContain("ERROR");
    }
}
