package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sample plugin comes, changes and goes while others watch a stream. */
class HotPluginIT {
    private static final String VERSION = System.getProperty("sluice.it.version");
    private static final int FRAME_MILLIS = 20;
    private static final int FRAMES_AFTERWARDS = 50;

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final List<Frame> frames = Clip.video(1, 120);
    private final AtomicInteger sent = new AtomicInteger();
    private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        publishing.shutdownNow();
    }

    @Test
    void shouldStartUpdateAndStopWhileTwentyPlayersMissNothing() throws Exception {
        Sluice server = Sluice.start(bench);
        var probes = new ArrayList<Probe>();
        for (int i = 0; i < 20; i++) {
            probes.add(new Probe(server.port(), "watched", frames));
        }
        WireClient publisher = WireClient.publishing(server.port(), "watched");
        publishing.scheduleAtFixedRate(
                () -> publisher.send(frames.get(sent.getAndIncrement())), 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        Path plugins = Files.createDirectories(Sluice.base(bench).resolve("plugins"));
        Path jar = plugins.resolve("hello.jar");

        Files.copy(SamplePlugin.JAR, jar);
        server.awaitLog("plugin hello " + VERSION + " started (EventListener");
        WireClient.publishing(server.port(), "one").close();
        server.awaitLog("Hello live/one");

        Path other = SamplePlugin.copy(bench.folder().resolve("other.jar"), "7.0.1");
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        server.awaitLog("plugin hello updated from " + VERSION + " to 7.0.1");
        WireClient.publishing(server.port(), "two").close();
        server.awaitLog("Hello live/two");

        Files.delete(jar);
        server.awaitLog("plugin hello stopped");
        WireClient.publishing(server.port(), "three").close();
        server.awaitLog("live/three] publish started");

        publishing.shutdown();
        assertThat(publishing.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        int meanwhile = sent.get();
        System.out.println(meanwhile + " frames while a plugin came, changed and went");
        assertThat(meanwhile).as("frames meanwhile").isBetween(50, frames.size() - FRAMES_AFTERWARDS);
        Probe.publish(publisher, frames, meanwhile, meanwhile + FRAMES_AFTERWARDS, probes);
        probes.forEach(probe -> probe.expect(meanwhile + FRAMES_AFTERWARDS));
        assertThat(server.log()).doesNotContain("Hello live/three", "ERROR");
    }
}
