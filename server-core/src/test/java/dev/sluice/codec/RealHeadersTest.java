package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.RealHeaders.Sample;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RealHeadersTest {
    @ParameterizedTest
    @MethodSource("samples")
    void shouldDescribeWhatEncodersSend(Sample sample) {
        assertThat(text(sample.publication().describe())).isEqualTo(sample.expected());
    }

    static List<Sample> samples() {
        return RealHeaders.all();
    }

    private static String text(MediaDescription media) {
        var parts = new StringJoiner(" + ");
        VideoDescription video = media.video();
        if (video.tracks() > 0) {
            parts.add("%s (%s) %dx%d %s/s %d"
                    .formatted(
                            video.codec(),
                            video.codecId(),
                            video.width(),
                            video.height(),
                            video.frameRate(),
                            video.tracks()));
        }
        AudioDescription audio = media.audio();
        if (audio.tracks() > 0) {
            parts.add("%s (%s) %dHz %dch %d"
                    .formatted(audio.codec(), audio.codecId(), audio.sampleRate(), audio.channels(), audio.tracks()));
        }
        return parts.toString();
    }
}
