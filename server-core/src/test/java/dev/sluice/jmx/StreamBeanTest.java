package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.plugin.PluginJar;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JMX client sees of a stream. */
class StreamBeanTest {
    /** ffmpeg -f lavfi -i testsrc2=size=1280x720:rate=30000/1001 -c:v libx264 -profile:v baseline */
    private static final String AVC_720P =
            "17000000000142c01fffe100166742c01fda014016ec04400000fa40003a9803c60ca801000468ce0fc8";
    /** ffmpeg -f lavfi -i sine=sample_rate=48000 -c:a aac -ac 6 */
    private static final String AAC_51 = "af0011b056e500";

    @TempDir
    private Path folder;

    private ManagedServer managed;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder);
        managed.server().with("applications.live.publish.resumeGrace", "10m");
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    private static Frame avc(String hex) {
        return new Frame(MessageType.VIDEO, 0, Chunks.hex(hex));
    }

    private static Frame aac(String hex) {
        return new Frame(MessageType.AUDIO, 0, Chunks.hex(hex));
    }

    private static List<Frame> clip() {
        var frames = new ArrayList<Frame>();
        frames.add(Media.metadata(0, Amf.object("width", 640.0, "height", 360.0, "encoder", "test")));
        frames.add(avc(AVC_720P));
        frames.add(aac(AAC_51));
        frames.add(Media.keyframe(0, 1, 0, 3_000));
        frames.add(Media.aac(10, 1, 1, 300));
        frames.add(Media.interFrame(40, 1, 2, 500));
        frames.add(Media.keyframe(2_000, 1, 3, 3_000));
        frames.add(Media.aac(2_010, 1, 4, 300));
        return frames;
    }

    private static long payloadBytes(List<Frame> frames) {
        return frames.stream().mapToLong(frame -> frame.relayedPayload().length).sum();
    }

    @Test
    void shouldShowAPublishedStream() throws Exception {
        managed.start();
        try (WireClient publisher = WireClient.connectTo(managed.port());
                WireClient player = WireClient.playing(managed.port(), "key")) {
            publisher.handshake();
            publisher.command(
                    0, "connect", Amf.object("app", "live?token=secret", "flashVer", "FMLE/3.0 (compatible; test)"));
            publisher.expectCommand("_result", 1);
            publisher.createStream();
            long before = System.currentTimeMillis();
            publisher.publish("key?token=secret");
            List<Frame> frames = clip();
            publisher.send(frames);
            publisher.sync();
            player.sync();

            StreamMXBean stream = managed.stream("key");
            assertThat(stream.getApplication()).isEqualTo("live");
            assertThat(stream.getName()).isEqualTo("key");
            assertThat(stream.getState()).isEqualTo("LIVE");
            assertThat(stream.getPublisherAddress()).startsWith("127.0.0.1:");
            assertThat(stream.getPublisherConnectionId()).isPositive();
            assertThat(stream.getPublisherSoftware()).isEqualTo("FMLE/3.0 (compatible; test)");
            assertThat(stream.getPublishedAt().getTime()).isBetween(before - 1_000, System.currentTimeMillis());
            assertThat(stream.getDurationMillis()).isBetween(0L, System.currentTimeMillis() - before + 1_000);
            assertThat(stream.getPlayers()).isEqualTo(1);
            assertThat(stream.getRecordings()).isZero();
            assertThat(stream.getVideoCodec()).isEqualTo("H.264");
            assertThat(stream.getVideoProfile()).isEqualTo("Constrained Baseline 3.1");
            assertThat(stream.getWidth()).isEqualTo(1280);
            assertThat(stream.getHeight()).isEqualTo(720);
            assertThat(stream.getFrameRate()).isEqualTo(29.97);
            assertThat(stream.getAudioCodec()).isEqualTo("AAC");
            assertThat(stream.getAudioProfile()).isEqualTo("LC");
            assertThat(stream.getAudioSampleRate()).isEqualTo(48_000);
            assertThat(stream.getAudioChannels()).isEqualTo(6);
            assertThat(stream.getMessagesIn()).isEqualTo(frames.size());
            assertThat(stream.getBytesIn()).isEqualTo(payloadBytes(frames));
            assertThat(stream.getKeyframeIntervalMillis()).isEqualTo(2_000);
            assertThat(stream.getLogBytes()).isPositive();
            assertThat(stream.getPlayerSkips()).isZero();
            await().until(() -> stream.getBytesOut() >= payloadBytes(frames));
            expectNoSecret();
        }
    }

    private void expectNoSecret() throws Exception {
        await().until(() -> managed.names("Connection").size() == 2);
        for (ObjectName name : managed.names()) {
            for (MBeanAttributeInfo attribute :
                    managed.connection().getMBeanInfo(name).getAttributes()) {
                Object value = managed.connection().getAttribute(name, attribute.getName());
                String text = value instanceof Object[] several ? Arrays.toString(several) : String.valueOf(value);
                assertThat(text).as("%s %s", name, attribute.getName()).doesNotContain("secret");
            }
        }
    }

    @Test
    void shouldFollowHeadersThatChange() throws Exception {
        managed.start();
        try (WireClient publisher = WireClient.publishing(managed.port(), "key")) {
            StreamMXBean stream = managed.stream("key");
            assertThat(stream.getVideoCodec()).isEmpty();
            assertThat(stream.getWidth()).isZero();
            publisher.send(Media.metadata(0, Amf.object("width", 640.0, "height", 360.0)));
            publisher.sync();
            assertThat(stream.getWidth()).isEqualTo(640);
            publisher.send(clip());
            publisher.sync();
            assertThat(stream.getWidth()).isEqualTo(1280);
        }
    }

    @Test
    void shouldMeasureWhatComesAndGoes() throws Exception {
        managed.start();
        try (WireClient publisher = WireClient.publishing(managed.port(), "key");
                WireClient player = WireClient.playing(managed.port(), "key")) {
            publisher.setChunkSize(60_000);
            publisher.send(Media.avcHeader(0, 1));
            StreamMXBean stream = managed.stream("key");
            var sent = new int[1];
            // another sample may come between two figures
            await().untilAsserted(() -> {
                publisher.send(Media.keyframe(sent[0] * 40L, 1, sent[0], 10_000));
                player.sync();
                sent[0]++;
                double frames = stream.getFramesPerSecondIn();
                // it cannot have been more than all of it within the time that passes between two samples at least
                assertThat(frames).isPositive().isLessThanOrEqualTo(sent[0] / 0.5);
                assertThat(stream.getBitsPerSecondIn() / frames)
                        .as("bits of a frame")
                        .isBetween(8 * 10_000.0, 8 * 10_100.0);
                assertThat(stream.getBitsPerSecondOut()).isPositive();
            });
            await().until(() -> stream.getBitsPerSecondIn() == 0 && stream.getFramesPerSecondIn() == 0);
        }
    }

    @Test
    void shouldShowTheSameInTableAndBean() throws Exception {
        managed.start();
        try (WireClient publisher = WireClient.publishing(managed.port(), "key")) {
            publisher.send(clip());
            publisher.sync();
            managed.stream("key");
            // rates change with each sample
            await().untilAsserted(this::expectTheSameInTableAndBean);
        }
    }

    private void expectTheSameInTableAndBean() throws Exception {
        var table = (CompositeData[]) managed.connection().getAttribute(ManagedServer.STREAMS, "Streams");
        CompositeData described = (CompositeData) managed.invoke(ManagedServer.STREAMS, "describe", "live", "key");
        assertThat(table).hasSize(1);
        assertThat(table[0].getCompositeType().keySet())
                .hasSize(StreamRow.class.getMethods().length)
                .isEqualTo(described.getCompositeType().keySet());
        for (String item : table[0].getCompositeType().keySet()) {
            if (!item.equals("durationMillis")) {
                String attribute = Character.toUpperCase(item.charAt(0)) + item.substring(1);
                Object value = managed.connection().getAttribute(ManagedServer.streamName("key"), attribute);
                assertThat(table[0].get(item)).as("%s in the table", item).isEqualTo(value);
                assertThat(described.get(item)).as("%s described", item).isEqualTo(value);
            }
        }
    }

    @Test
    void shouldHoldTheBeanForAPublisherThatComesBack() throws Exception {
        managed.start();
        try (WireClient player = WireClient.playing(managed.port(), "key")) {
            WireClient first = WireClient.publishing(managed.port(), "key");
            first.send(clip());
            first.sync();
            player.sync();
            StreamMXBean stream = managed.stream("key");
            long messages = stream.getMessagesIn();
            first.abort();
            await().until(() -> stream.getState().equals("HELD"));
            assertThat(stream.getPublisherAddress()).isEmpty();
            assertThat(stream.getPublisherConnectionId()).isZero();
            assertThat(stream.getPublisherSoftware()).isEmpty();
            assertThat(stream.getPublishedAt()).isNull();
            assertThat(stream.getDurationMillis()).isZero();
            assertThat(stream.getPlayers()).isEqualTo(1);
            try (WireClient second = WireClient.publishing(managed.port(), "key")) {
                second.send(Media.avcHeader(0, 1));
                second.sync();
                await().until(() -> stream.getState().equals("LIVE"));
                assertThat(stream.getMessagesIn()).isEqualTo(messages + 1);
                second.command(1, "FCUnpublish", null, "key");
                second.command(0, "deleteStream", null, 1.0);
            }
        }
        await().until(() -> managed.names("Stream").isEmpty());
    }

    @Test
    void shouldListStreamsThatAreOnlyWaitedFor() throws Exception {
        managed.start();
        try (WireClient player = WireClient.playing(managed.port(), "later")) {
            player.sync();
            StreamRow row = managed.streams().describe("live", "later");
            assertThat(row.getState()).isEqualTo("WAITING");
            assertThat(row.getPlayers()).isEqualTo(1);
            assertThat(row.getVideoCodec()).isEmpty();
            assertThat(managed.names("Stream")).isEmpty();
            try (WireClient publisher = WireClient.publishing(managed.port(), "later")) {
                publisher.sync();
                assertThat(managed.stream("later").getState()).isEqualTo("LIVE");
            }
        }
    }

    @Test
    void shouldKeepToTheMaximumAndListTheOthers() throws Exception {
        managed.server().with("management.maxStreamBeans", "2");
        managed.start();
        var publishers = new ArrayList<WireClient>();
        try {
            for (String key : List.of("d", "b", "a/z", "c", "a")) {
                publishers.add(WireClient.publishing(managed.port(), key));
            }
            await().until(() -> managed.names("Stream").size() == 2);
            assertThat(managed.streams().getCount()).isEqualTo(5);
            assertThat(managed.streams().getStreams())
                    .extracting(StreamRow::getName)
                    .containsExactly("a", "a/z", "b", "c", "d");
            assertThat(managed.streams().page("", "", 2))
                    .extracting(StreamRow::getName)
                    .containsExactly("a", "a/z");
            assertThat(managed.streams().page("live", "a/z", 2))
                    .extracting(StreamRow::getName)
                    .containsExactly("b", "c");
            assertThat(managed.streams().page("live", "gone", 1_000)).isEmpty();
            assertThat(managed.streams().page("live", "c1", 1_000))
                    .extracting(StreamRow::getName)
                    .containsExactly("d");
            for (String key : List.of("d", "b", "a/z", "c", "a")) {
                assertThat(managed.streams().describe("live", key).getName()).isEqualTo(key);
            }
            assertThat(managed.names("Stream")).hasSize(2);
        } finally {
            publishers.forEach(WireClient::close);
        }
        await().until(() -> managed.names("Stream").isEmpty());
    }

    @Test
    void shouldShowStreamsOfAnyName() throws Exception {
        managed.start();
        String odd = "a*%3F,=:\"%25 b/%20/größe名前";
        String name = "a*?,=:\"% b/ /größe名前";
        try (WireClient publisher = WireClient.publishing(managed.port(), odd)) {
            assertThat(managed.stream(name).getName()).isEqualTo(name);
            assertThat(managed.streams().describe("live", name).getState()).isEqualTo("LIVE");
            ObjectName bean = managed.names("Stream").iterator().next();
            assertThat(ObjectName.unquote(bean.getKeyProperty("name"))).isEqualTo(name);
            managed.invoke(bean, "dropPublisher");
            publisher.expectClosed();
        }
        await().until(() -> managed.names("Stream").isEmpty());
        for (String impossible : List.of("a\\b", "a%0Ab", "a%00", "a/../b", "%EF%BF%BD")) {
            try (WireClient publisher = WireClient.connected(managed.port())) {
                publisher.createStream();
                publisher.command(1, "publish", null, impossible, "live");
                publisher.expectStatus("NetStream.Publish.BadName");
            }
        }
        assertThat(managed.names("Stream")).isEmpty();
        await().until(() -> managed.streams().getCount() == 0);
    }

    @Test
    void shouldRecordAStream() throws Exception {
        PluginJar.of("recorder").source("Recorder", """
                @Extension public class Recorder implements StreamRecorder {
                  public Optional<Recording> open(StreamInfo stream) { return Optional.empty(); }
                  public Optional<Recording> openOnCommand(StreamInfo stream) {
                    return Optional.of(new Recording() {
                      public void write(MediaMessage message) {}
                      public void close(String reason) {}
                    });
                  }
                }
                """).into(managed.server().plugins());
        managed.start();
        try (WireClient publisher = WireClient.publishing(managed.port(), "key")) {
            publisher.send(clip());
            publisher.sync();
            ObjectName stream = ManagedServer.streamName("key");
            managed.stream("key");
            managed.invoke(stream, "startRecording");
            assertThat(managed.stream("key").getRecordings()).isEqualTo(1);
            assertThat(managed.streams().getStreams().get(0).getRecordings()).isEqualTo(1);
            assertThat(managed.streams().describe("live", "key").getRecordings())
                    .isEqualTo(1);
            assertThat(managed.invoke(stream, "stopRecording")).isEqualTo(1);
            await().until(() -> managed.stream("key").getRecordings() == 0);
        }
    }
}
