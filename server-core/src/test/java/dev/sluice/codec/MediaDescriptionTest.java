package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaDescriptionTest {
    private static final int AVC = 7;
    private static final int AAC = 10;
    /** ffmpeg -f lavfi -i testsrc2=size=1280x720:rate=30000/1001 -c:v libx264 -profile:v baseline, -preset ultrafast */
    private static final Header AVC_720P =
            video("17000000000142c01fffe100166742c01fda014016ec04400000fa40003a9803c60ca801000468ce0fc8");
    /** ffmpeg -f lavfi -i sine=sample_rate=48000 -c:a aac -ac 6 */
    private static final Header AAC_51 = audio("af0011b056e500");

    @Test
    void shouldKnowNothingOfASilentStream() {
        assertThat(MediaDescription.of(-1, -1, -1, List.of())).isEqualTo(MediaDescription.UNKNOWN);
    }

    @Test
    void shouldDescribeH264AndAac() {
        MediaDescription media = MediaDescription.of(AVC, AAC, 0xaf, List.of(AVC_720P, AAC_51));

        assertThat(media.video())
                .isEqualTo(new VideoDescription(
                        "H.264 Constrained Baseline 3.1", "avc1", 1280, 720, 29.97, "Constrained Baseline", "3.1", 1));
        assertThat(media.audio()).isEqualTo(new AudioDescription("AAC-LC", "mp4a", "LC", 48_000, 6, 1));
    }

    private static Header video(String hex) {
        return new Header(Header.Kind.VIDEO, 0, HexFormat.of().parseHex(hex));
    }

    private static Header audio(String hex) {
        return new Header(Header.Kind.AUDIO, 0, HexFormat.of().parseHex(hex));
    }
}
