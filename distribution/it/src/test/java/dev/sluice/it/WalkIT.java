package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Another JVM, with {@code WalkBeans.java} and without a class of the server's, reads every attribute and invokes every
 * operation while a hundred players compare every byte.
 */
class WalkIT {
    private static final int PLAYERS_OF_EACH = 50;
    private static final int FRAME_MICROS = 13_333;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ODD_NAME = "odd*?,=:\"";

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
    private Sluice server;

    /** A stream to which nothing may happen. */
    private final class Watched {
        private final List<Frame> frames;
        private final List<Probe> probes = new ArrayList<>();
        private final AtomicInteger sent = new AtomicInteger();

        Watched(String key, int source) {
            frames = new ScriptedMedia(source, 0).headersAnd((int) LIMIT.toSeconds() * 25);
            for (int i = 0; i < PLAYERS_OF_EACH; i++) {
                probes.add(new Probe(server.port(), key, frames));
            }
            WireClient publisher = WireClient.publishing(server.port(), key);
            publishing.scheduleAtFixedRate(() -> sendNext(publisher), 0, FRAME_MICROS, TimeUnit.MICROSECONDS);
        }

        private void sendNext(WireClient publisher) {
            publisher.send(frames.get(sent.get()));
            sent.incrementAndGet();
        }

        void expectNothingLost() {
            System.out.println(sent + " frames to " + probes.size() + " players meanwhile");
            assertThat(sent.get()).as("frames meanwhile").isBetween(100, frames.size() - 1);
            probes.forEach(probe -> probe.expect(sent.get()));
            probes.forEach(Probe::close);
        }
    }

    @AfterEach
    void stop() {
        publishing.shutdownNow();
    }

    @Test
    void shouldReadAndInvokeEverythingWhileAHundredPlayersMissNothing() throws Exception {
        // those who are to be dropped say nothing after their first frames
        Sluice.configure(bench, """
                rtmp: { idleTimeout: 10m }
                applications: { live: { publish: { idleTimeout: 10m } } }
                plugins: { settings: { recorder-flv: { streams: [] } } }
                """);
        server = Sluice.start(bench);
        List<Watched> watched = List.of(new Watched("one", 1), new Watched("two", 2));
        List<WireClient> toBeDropped = publish("dropped/1", "dropped/2", "banned", "barred", "gone/1", "gone/2");
        List<WireClient> toStay = publish("left/1", "left/2", ODD_NAME.replace("?", "%3f"));
        toBeDropped.addAll(play("left/1", "left/1", "left/2", "left/2"));

        Run walk = walk(plan("operations"), plan("stop"));
        int exitCode = walk.exitCode(LIMIT);
        assertThat(walk.output().lines().filter(line -> line.startsWith("FAULT")))
                .isEmpty();
        assertThat(exitCode).isZero();
        publishing.shutdown();
        assertThat(publishing.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        watched.forEach(Watched::expectNothingLost);
        toBeDropped.forEach(WireClient::expectClosed);
        toStay.forEach(WireClient::sync);
        expectSeen(walk.output());
        expectBanOfBarredAlone();
        expectLogged();

        assertThat(walk(plan("stop"), plan("operations")).exitCode(LIMIT))
                .as("done, or cut off by the server's end")
                .isIn(0, 3);
        server.process().expectSuccess(SOON);
    }

    private List<WireClient> publish(String... keys) {
        var publishers = new ArrayList<WireClient>();
        for (String key : keys) {
            WireClient publisher = WireClient.publishing(server.port(), key);
            publisher.send(new ScriptedMedia(3, 0).headersAnd(10));
            publishers.add(publisher);
        }
        return publishers;
    }

    private List<WireClient> play(String... keys) {
        var players = new ArrayList<WireClient>();
        for (String key : keys) {
            players.add(WireClient.playing(server.port(), key));
        }
        return players;
    }

    private Run walk(Path plan, Path more) throws IOException, URISyntaxException {
        Path nothing = Files.createDirectories(bench.folder().resolve("nothing"));
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                nothing.toString(),
                resource("WalkBeans.java").toString(),
                Long.toString(server.process().pid()),
                plan.toString(),
                more.toString());
        return bench.start(new ProcessBuilder(command));
    }

    /** The plan with the names of files that it may not know. */
    private Path plan(String name) throws IOException, URISyntaxException {
        Path newer = bench.folder().resolve("newer.jar");
        String text = Files.readString(resource(name + ".plan"))
                .replace("NEWER_HELLO_JAR", SamplePlugin.copy(newer, "7.0.1").toString())
                .replace("HELLO_JAR", SamplePlugin.JAR.toString());
        return Files.writeString(bench.folder().resolve(name + ".plan"), text);
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(WalkIT.class.getResource("/" + name).toURI());
    }

    private static void expectSeen(String output) {
        System.out.println(output.lines()
                .filter(line -> line.matches("\\d+ attributes of .*"))
                .toList());
        assertThat(output)
                .contains("type=Stream,app=\"live\",name=" + ObjectName.quote(ODD_NAME))
                .contains("type=EventLoop,id=0", "type=Connection,id=")
                .contains("Players = " + PLAYERS_OF_EACH, "VideoCodec = H.264", "AudioCodec = AAC", "Width = 64 ")
                .contains(
                        "of dev.sluice.stream.stopped",
                        "of dev.sluice.recording.started",
                        "of dev.sluice.recording.stopped",
                        "of dev.sluice.plugin.started",
                        "of dev.sluice.plugin.stopped")
                .doesNotContain("without open data");
    }

    private void expectBanOfBarredAlone() {
        WireClient barred = WireClient.connected(server.port());
        barred.createStream();
        barred.command(1, "publish", null, "barred", "live");
        barred.expectStatus("NetStream.Publish.Denied");
        WireClient.publishing(server.port(), "banned").close();
    }

    /** Who asked for what, and nothing that an operator would have to look into. */
    private void expectLogged() {
        assertThat(server.log())
                .contains("Server.change(\"limits.maxConnections\", \"5000\")")
                .contains("Streams.dropPublisher(\"live\", \"barred\", \"600\")")
                .contains("Connections.drop(")
                .doesNotContain("Z ERROR ");
    }
}
