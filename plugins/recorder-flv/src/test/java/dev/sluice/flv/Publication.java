package dev.sluice.flv;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.MediaMessage.Kind;
import dev.sluice.testkit.TestMedia;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What a publisher may send. */
final class Publication {
    private final Random random;
    private final List<MediaMessage> messages = new ArrayList<>();
    private long timestamp;

    private Publication(Random random) {
        this.random = random;
        this.timestamp = random.nextInt(4) == 0 ? (1L << 32) - 2_000 : random.nextInt(100_000);
    }

    /** onMetaData with a width and a height. */
    static TestMedia metadata(long timestamp, int width) {
        String digits = "02000a" + hex("onMetaData") + "08 00000002" + "0005" + hex("width") + number(width) + "0006"
                + hex("height") + number(360) + "000009";
        return TestMedia.of(Kind.DATA, timestamp, digits, false, true);
    }

    /** Metadata, headers, a keyframe every second and ten frames between, with audio. */
    static List<MediaMessage> seconds(long start, int seconds) {
        List<MediaMessage> messages =
                new ArrayList<>(List.of(metadata(start, 640), TestMedia.avcHeader(start), TestMedia.aacHeader(start)));
        for (int i = 0; i < seconds * 10; i++) {
            long timestamp = start + i * 100L;
            messages.add(i % 10 == 0 ? TestMedia.keyframe(timestamp, 500) : TestMedia.interFrame(timestamp, 100));
            messages.add(TestMedia.aac(timestamp + 10, 50));
        }
        return messages;
    }

    /** In hexadecimal digits. */
    static List<String> bodies(List<? extends MediaMessage> messages) {
        return messages.stream()
                .map(message -> HexFormat.of().formatHex(message.payload()))
                .toList();
    }

    /** onTextData. */
    static TestMedia text(long timestamp, String text) {
        String digits = "02000a" + hex("onTextData") + "02" + "%04x".formatted(text.length()) + hex(text);
        return TestMedia.of(Kind.DATA, timestamp, digits, false, false);
    }

    private static String number(double value) {
        return "00" + HexFormat.of().toHexDigits(Double.doubleToLongBits(value));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Metadata, headers, then groups of pictures with audio and text between, with or without video. */
    static List<MediaMessage> random(Random random) {
        var publication = new Publication(random);
        boolean video = random.nextInt(4) != 0;
        publication.headers(video);
        int groups = 1 + random.nextInt(30);
        for (int i = 0; i < groups; i++) {
            publication.group(video);
        }
        return publication.messages;
    }

    private void headers(boolean video) {
        if (random.nextInt(5) != 0) {
            add(metadata(0, 640));
        }
        if (video) {
            add(TestMedia.avcHeader(timestamp));
        }
        add(TestMedia.aacHeader(timestamp));
    }

    private void group(boolean video) {
        if (video && random.nextInt(8) == 0) {
            add(TestMedia.of(Kind.VIDEO, timestamp, "1700000000" + "%02x".formatted(random.nextInt(256)), false, true));
        }
        if (video) {
            add(TestMedia.keyframe(timestamp, random.nextInt(20) == 0 ? 200_000 : random.nextInt(5_000)));
        }
        for (int i = random.nextInt(20); i >= 0; i--) {
            timestamp += random.nextInt(60);
            boolean picture = video && random.nextBoolean();
            add(
                    picture
                            ? TestMedia.interFrame(timestamp, random.nextInt(1_000))
                            : TestMedia.aac(timestamp, random.nextInt(200)));
        }
        if (random.nextInt(10) == 0) {
            add(text(timestamp, "score " + random.nextInt(9)));
        }
        if (random.nextInt(10) == 0) {
            add(metadata(timestamp, 1280));
        }
        timestamp += random.nextInt(60);
    }

    private void add(TestMedia message) {
        long wrapped = message.timestamp() & 0xFFFFFFFFL;
        messages.add(new TestMedia(message.kind(), wrapped, message.payload(), message.keyframe(), message.header()));
    }
}
