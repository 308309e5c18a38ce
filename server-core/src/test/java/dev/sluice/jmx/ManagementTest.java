package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.PluginJar;
import dev.sluice.plugin.PluginServer;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Management as a part of the server. */
class ManagementTest {
    @TempDir
    private Path folder;

    private ManagedServer managed;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder.resolve("first"));
        PluginJar.of("one").listener("").into(managed.server().plugins());
        managed.start();
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    @Test
    void shouldTakeAllBeansAway() throws Exception {
        assertThat(managed.names()).contains(ManagedServer.SERVER, ManagedServer.plugin("one"));
        managed.management().close();
        assertThat(managed.names()).isEmpty();
        managed.server().host().stop("one");
        managed.management().close();
        assertThat(managed.names()).isEmpty();
    }

    @Test
    void shouldLeaveTheBeansOfAnotherServerAlone() throws Exception {
        Set<ObjectName> before = managed.names();
        try (PluginServer second = new PluginServer(folder.resolve("second"))) {
            PluginJar.of("two").listener("").into(second.plugins());
            second.start();
            Management management = Management.start(
                    managed.beans(), second.inside().managementServices(new FakeControl()), Management.TICK_MILLIS);
            assertThat(managed.names()).isEqualTo(before);
            second.host().stop("two");
            management.close();
        }
        assertThat(managed.names()).isEqualTo(before);
        assertThat(managed.bean("one").getState()).isEqualTo("STARTED");
    }

    @Test
    void shouldDropNotificationsRatherThanGrow() throws Exception {
        var blocked = new CountDownLatch(1);
        managed.beans()
                .addNotificationListener(
                        ManagedServer.HOST,
                        (notification, handback) -> {
                            try {
                                blocked.await();
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        null,
                        null);
        try {
            await().until(() -> {
                for (int i = 0; i < 200; i++) {
                    managed.server()
                            .host()
                            .onEvent(ServerEvent.of(ServerEvent.Type.PLUGIN_STATE)
                                    .detail("plugin", "one")
                                    .detail("version", "1.0.0")
                                    .detail("state", "STOPPED")
                                    .build());
                }
                return managed.server().inside().counters().get(Counter.NOTIFICATIONS_DROPPED) > 0;
            });
        } finally {
            blocked.countDown();
        }
        managed.server().host().uninstall("one");
        managed.awaitNoBean("one");
    }

    /** The loops must not even notice. */
    @Test
    void shouldHoldUpNobodyWhenItHangs() throws Exception {
        var hangs = new CountDownLatch(1);
        var blocked = new CountDownLatch(1);
        managed.beans()
                .addNotificationListener(
                        ManagedServer.STREAMS,
                        (notification, handback) -> {
                            hangs.countDown();
                            try {
                                blocked.await();
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        null,
                        null);
        List<Frame> frames = Clip.video(1, 2);
        try (WireClient first = WireClient.publishing(managed.port(), "first")) {
            first.sync();
            hangs.await();
            try (WireClient publisher = WireClient.publishing(managed.port(), "second");
                    Probe probe = new Probe(managed.port(), "second", frames)) {
                publisher.setChunkSize(60_000);
                Probe.publish(publisher, frames, 0, frames.size(), List.of(probe));
                probe.expectAll();
                // clients read and ask on threads of their own
                assertThat(managed.streams().describe("live", "second").getPlayers())
                        .isEqualTo(1);
                managed.streams().dropPublisher("live", "second", 60);
                publisher.expectClosed();
                assertThat(managed.streams().getBans()).hasSize(1);
            }
        } finally {
            blocked.countDown();
        }
        await().until(() -> managed.names("Stream").isEmpty());
    }
}
