package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hostile case 78: no file descriptor is left for those who come. */
class DescriptorsIT {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LEFT = 20;

    @RegisterExtension
    private final Workbench bench = new Workbench();

    /** The start refuses limits that the connections do not fit into, so that they are lowered afterwards. */
    @Test
    void shouldServeOnAndAcceptAgainWhenDescriptorsAreBack() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PRLIMIT), "no " + PRLIMIT);
        // a look at the plugins' folder would fail as well, and say so
        Sluice server = Sluice.start(bench, "plugins.watch=false");
        List<Frame> frames = Clip.video(1, 4);
        var probe = new Probe(server.port(), "served", frames);
        WireClient publisher = WireClient.publishing(server.port(), "served");
        Probe.publish(publisher, frames, 0, frames.size() / 2, List.of(probe));

        long begin = System.nanoTime();
        limitDescriptors(server, Footprint.descriptorsOf(server.process()) + LEFT);
        var crowd = new ArrayList<WireClient>();
        for (int i = 0; i < 3 * LEFT; i++) {
            crowd.add(WireClient.connectTo(server.port()));
        }
        Awaitility.await("no descriptors")
                .atMost(LIMIT)
                .until(() -> server.log().contains("accept failed"));
        Probe.publish(publisher, frames, frames.size() / 2, frames.size(), List.of(probe));
        probe.expectAll();

        crowd.forEach(WireClient::close);
        WireClient.connected(server.port()).close();
        publisher.sync();
        assertThat(server.log()).doesNotContain("ERROR");
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        assertThat(server.log().lines().filter(line -> line.contains("accept failed")))
                .as("one line for all that failed within a second")
                .hasSizeLessThan((int) seconds + 20);
    }

    private void limitDescriptors(Sluice server, long count) {
        long pid = server.process().pid();
        bench.start(new ProcessBuilder(PRLIMIT.toString(), "--pid", "" + pid, "--nofile=" + count + ":" + count))
                .expectSuccess(LIMIT);
    }
}
