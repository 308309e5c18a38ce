package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.wire.Crowd;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those are told who subscribe to streams. */
class StreamNotificationsTest {
    private static final int MANY = 200;

    @TempDir
    private Path folder;

    private ManagedServer managed;

    @BeforeEach
    void prepare() {
        managed = new ManagedServer(folder);
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    private static String fact(Notification note, String name) {
        return (String) ((CompositeData) note.getUserData()).get(name);
    }

    @Test
    void shouldTellOfStartAndStop() throws Exception {
        managed.start();
        BlockingQueue<Notification> notes = managed.notifications(ManagedServer.STREAMS);
        long connection;
        try (WireClient publisher = WireClient.publishing(managed.port(), "key?token=secret")) {
            Notification started = ManagedServer.next(notes, note -> true);
            assertThat(started.getType()).isEqualTo("dev.sluice.stream.started");
            assertThat(started.getMessage()).isEqualTo("stream live/key is being published");
            connection = managed.stream("key").getPublisherConnectionId();
            assertThat(((CompositeData) started.getUserData())
                            .getCompositeType()
                            .keySet())
                    .containsExactlyInAnyOrder("application", "name", "connection", "address");
            assertThat(fact(started, "application")).isEqualTo("live");
            assertThat(fact(started, "name")).isEqualTo("key");
            assertThat(fact(started, "connection")).isEqualTo(String.valueOf(connection));
            assertThat(fact(started, "address")).isEqualTo(managed.stream("key").getPublisherAddress());
            publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
            publisher.sync();
        }
        Notification stopped = ManagedServer.next(notes, note -> true);
        assertThat(stopped.getType()).isEqualTo("dev.sluice.stream.stopped");
        assertThat(stopped.getMessage()).startsWith("stream live/key is not being published any more: ");
        assertThat(stopped.getMessage()).endsWith(fact(stopped, "reason"));
        assertThat(((CompositeData) stopped.getUserData()).getCompositeType().keySet())
                .containsExactlyInAnyOrder(
                        "application", "name", "connection", "address", "reason", "bytesIn", "messagesIn", "millis");
        assertThat(fact(stopped, "connection")).isEqualTo(String.valueOf(connection));
        assertThat(fact(stopped, "messagesIn")).isEqualTo("18");
        assertThat(Long.parseLong(fact(stopped, "bytesIn"))).isPositive();
    }

    @Test
    void shouldTellOfAPublisherThatIsSilent() throws Exception {
        // what tells of half of it does not if the machine stands still for the other half
        managed.server().with("applications.live.publish.idleTimeout", "8s");
        managed.start();
        BlockingQueue<Notification> notes = managed.notifications(ManagedServer.STREAMS);
        try (WireClient publisher = WireClient.publishing(managed.port(), "key")) {
            publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
            Notification stalled =
                    ManagedServer.next(notes, note -> note.getType().equals("dev.sluice.stream.stalled"));
            assertThat(stalled.getMessage()).isEqualTo("the publisher of stream live/key is silent");
            assertThat(Long.parseLong(fact(stalled, "millis"))).isPositive();
        }
        ManagedServer.next(notes, note -> note.getType().equals("dev.sluice.stream.stopped"));
    }

    @Test
    void shouldTellInOrderAndAfterTheBean() throws Exception {
        managed.start();
        List<String> told = new CopyOnWriteArrayList<>();
        Set<String> withoutBean = ConcurrentHashMap.newKeySet();
        managed.beans()
                .addNotificationListener(
                        ManagedServer.STREAMS,
                        (note, handback) -> {
                            String name = fact(note, "name");
                            boolean started = note.getType().endsWith("started");
                            // on the thread that makes beans come and go
                            if (started && !managed.beans().isRegistered(ManagedServer.streamName(name))) {
                                withoutBean.add(name);
                            }
                            told.add(note.getType().substring("dev.sluice.stream.".length()) + " " + name);
                        },
                        null,
                        null);
        try (Crowd crowd = new Crowd(managed.port())) {
            crowd.publish(MANY, "key");
            await().until(() -> told.size() == MANY);
            assertThat(withoutBean).isEmpty();
            assertThat(managed.names("Stream")).hasSize(MANY);
        }
        await().until(() -> told.size() == 2 * MANY);
        assertThat(withoutBean).isEmpty();
        await().until(() -> managed.names("Stream").isEmpty());
        var expected = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            expected.add("started key" + i);
            expected.add("stopped key" + i);
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
        for (int i = 0; i < MANY; i++) {
            assertThat(told.indexOf("started key" + i)).isLessThan(told.indexOf("stopped key" + i));
        }
    }

    @Test
    void shouldShowAndHideAStreamWithoutWaitingForTheNextLookAtEverything() throws Exception {
        managed.tickingEvery(TimeUnit.HOURS.toMillis(1)).start();
        for (int i = 0; i < 5; i++) {
            try (WireClient publisher = WireClient.publishing(managed.port(), "key" + i)) {
                managed.stream("key" + i);
                publisher.sync();
            }
        }
        await().until(() -> {
            // again, as a loop that stands still may let go of a stream too late for the look that its end causes
            WireClient.publishing(managed.port(), "key").close();
            return managed.names("Stream").isEmpty();
        });
    }
}
