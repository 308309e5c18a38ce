package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers and players dropped by a JMX client. */
class StreamOperationsTest {
    private static final ObjectName KEY = ManagedServer.streamName("key");

    @TempDir
    private Path folder;

    private final List<WireClient> clients = new ArrayList<>();
    private ManagedServer managed;
    private StreamsMXBean streams;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder);
        managed.server().with("applications.live.publish.resumeGrace", "10m");
        managed.start();
        streams = managed.streams();
    }

    @AfterEach
    void close() throws Exception {
        clients.forEach(WireClient::close);
        managed.close();
    }

    private WireClient publishing(String key) throws Exception {
        WireClient publisher = WireClient.publishing(managed.port(), key);
        clients.add(publisher);
        publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
        publisher.sync();
        managed.stream(key);
        return publisher;
    }

    private WireClient playing(String key) {
        WireClient player = WireClient.playing(managed.port(), key);
        clients.add(player);
        player.sync();
        return player;
    }

    /** As an encoder does that reconnects by itself. */
    private String publishAgain(String key) {
        try (WireClient publisher = WireClient.connected(managed.port())) {
            publisher.createStream();
            publisher.command(1, "publish", null, key, "live");
            return (String) publisher.nextCommand().info().get("code");
        }
    }

    @Test
    void shouldDropAPublisherThatMayComeBack() throws Exception {
        WireClient publisher = publishing("key");
        WireClient player = playing("key");
        managed.invoke(KEY, "dropPublisher");
        publisher.expectStatus("NetStream.Publish.Denied");
        publisher.expectClosed();
        await().until(() -> managed.stream("key").getState().equals("HELD"));
        assertThat(streams.getBans()).isEmpty();
        publishing("key");
        await().until(() -> managed.stream("key").getState().equals("LIVE"));
        player.sync();
        assertThat(managed.stream("key").getPlayers()).isEqualTo(1);

        streams.dropPublisher("live", "key");
        await().until(() -> managed.stream("key").getState().equals("HELD"));
    }

    @Test
    void shouldDropAPublisherAndKeepItOut() throws Exception {
        WireClient publisher = publishing("key");
        WireClient player = playing("key");
        String address = managed.stream("key").getPublisherAddress();
        assertThat(managed.invoke(KEY, "dropPublisher", 600L)).isEqualTo(true);
        publisher.expectStatus("NetStream.Publish.Denied");
        publisher.expectClosed();
        player.expectStatus("NetStream.Play.UnpublishNotify");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(publishAgain("key?token=other")).isEqualTo("NetStream.Publish.Denied");
        }
        assertThat(publishAgain("another")).isEqualTo("NetStream.Publish.Start");
        assertThat(managed.server().inside().counters().get(Counter.PUBLISHES_BANNED))
                .isEqualTo(3);
        assertThat(streams.getBans()).hasSize(1);
        BanRow ban = streams.getBans().get(0);
        assertThat(ban.getApplication()).isEqualTo("live");
        assertThat(ban.getName()).isEqualTo("key");
        assertThat(ban.getRemainingSeconds()).isBetween(500L, 600L);
        assertThat(ban.getSince().getTime()).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        assertThat(ban.getPublisherAddress()).isEqualTo(address).startsWith("127.0.0.1:");

        assertThat(managed.invoke(ManagedServer.STREAMS, "liftBan", "live", "other"))
                .isEqualTo(false);
        assertThat(managed.invoke(ManagedServer.STREAMS, "liftBan", "live", "key"))
                .isEqualTo(true);
        assertThat(streams.getBans()).isEmpty();
        assertThat(publishAgain("key")).isEqualTo("NetStream.Publish.Start");
    }

    @Test
    void shouldLetABanEndByItself() throws Exception {
        publishing("key");
        streams.dropPublisher("live", "key", 1);
        await().until(() -> publishAgain("key").equals("NetStream.Publish.Start"));
        assertThat(streams.getBans()).isEmpty();
    }

    @Test
    void shouldListBansThatEndSoonestFirst() throws Exception {
        for (String key : List.of("b", "a", "c")) {
            publishing(key);
        }
        streams.dropPublisher("live", "b", 2_592_000);
        streams.dropPublisher("live", "a", 700);
        streams.dropPublisher("live", "c", 60);
        assertThat(streams.getBans()).extracting(BanRow::getName).containsExactly("c", "a", "b");
    }

    @Test
    void shouldBanAPublisherThatIsNotThereJustNow() throws Exception {
        publishing("key");
        playing("key");
        streams.dropPublisher("live", "key");
        await().until(() -> managed.stream("key").getState().equals("HELD"));
        assertThat(managed.invoke(KEY, "dropPublisher", 60L)).isEqualTo(false);
        assertThat(publishAgain("key")).isEqualTo("NetStream.Publish.Denied");
        assertThat(streams.getBans()).hasSize(1);
        assertThat(streams.getBans().get(0).getPublisherAddress()).isEmpty();

        playing("later");
        assertThat(streams.dropPublisher("live", "later", 60)).isFalse();
        assertThat(publishAgain("later")).isEqualTo("NetStream.Publish.Denied");
    }

    @Test
    void shouldNeitherDropNorBanWhatIsNotThere() throws Exception {
        playing("key");
        assertThatIllegalStateException()
                .isThrownBy(() -> streams.dropPublisher("live", "key"))
                .withMessage("nobody publishes live/key");
        assertThatIllegalStateException()
                .isThrownBy(() -> streams.dropPublisher("live", "kye", 60))
                .withMessage("live/kye is neither published nor waited for");
        assertThatIllegalStateException()
                .isThrownBy(() -> streams.dropPublisher("live", "key?token=secret", 60))
                .withMessage("live/key?... is neither published nor waited for");
        assertThat(streams.getBans()).isEmpty();
        publishing("key");
    }

    @Test
    void shouldDropPlayersOnly() throws Exception {
        publishing("key");
        List<WireClient> players = List.of(playing("key"), playing("key"), playing("key"));
        WireClient other = playing("other");
        assertThat(managed.invoke(KEY, "dropPlayers")).isEqualTo(3);
        for (WireClient player : players) {
            player.expectStatus("NetStream.Play.Failed");
            player.expectClosed();
        }
        await().until(() -> managed.stream("key").getPlayers() == 0);
        assertThat(managed.stream("key").getState()).isEqualTo("LIVE");
        other.sync();
        assertThat(streams.dropPlayers("live", "other")).isEqualTo(1);
        assertThat(streams.dropPlayers("live", "nobody")).isZero();
    }

    @Test
    void shouldSayWhatIsWrongWithArguments() {
        String tooLong = "x".repeat(513);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streams.dropPublisher(null, "key"))
                .withMessage("application: nothing was given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streams.dropPublisher("live", ""))
                .withMessage("name: nothing was given");
        for (String impossible : List.of("a\\b", "a\nb", "a//b", "/a", "..", tooLong)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> streams.dropPlayers("live", impossible))
                    .withMessage("name: no stream can be called that");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streams.describe("a\\b", "key"))
                .withMessage("application: no stream can be called that");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streams.liftBan("live", "x".repeat(512)))
                .withMessage("application and name: together longer than a stream may be called");
        for (long seconds : new long[] {0, -1, 2_592_001, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> streams.dropPublisher("live", "key", seconds))
                    .withMessage("banSeconds: expected 1..2592000, got " + seconds);
        }
        for (int max : new int[] {0, -1, 1_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> streams.page("", "", max))
                    .withMessage("max: expected 1..1000, got " + max);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streams.page(null, "", 1))
                .withMessage("application: nothing was given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streams.page("", null, 1))
                .withMessage("name: nothing was given");
        assertThatIllegalStateException()
                .isThrownBy(() -> streams.describe("live", "nobody"))
                .withMessage("live/nobody is neither published nor waited for");
    }
}
