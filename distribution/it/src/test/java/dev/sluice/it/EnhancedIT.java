package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Codecs that need Enhanced RTMP, for players that are there at the start and for those that come later. */
class EnhancedIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One second of grey, 64 by 64: no free build of ffmpeg has an encoder for this codec. */
    private static final String HEVC_SECOND = """
            00000001 40010c01ffff01600000030090000003000003001eba0240
            00000001 42010101600000030090000003000003001ea020810596e92930bc05a02000000300200000030141
            00000001 4401c07181120000012801ac166022e887
            00000001 0201d0097880cb3a60
            00000001 0201d011fe2032403a60
            00000001 0201d019fe2032403a60
            00000001 0201d021fe2032c03a60
            00000001 0201d029fe2032403a60
            00000001 0201d031fe2032c03a60
            00000001 0201d039fe2032403a60
            00000001 0201d041fe2032403a60
            00000001 0201d049fe2032c03a60
            """;

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);

    @Test
    void shouldServeHevcAndAac() throws IOException {
        Sluice server = Sluice.start(bench);
        Path early = bench.folder().resolve("early.flv");
        Run player = ffmpeg.record(server.url("hevc"), early, Ffmpeg.ENDLESS_SECONDS);
        Run publisher = ffmpeg.publishHevc(grey(Ffmpeg.ENDLESS_SECONDS), server.url("hevc"), Ffmpeg.ENDLESS_SECONDS);
        expectLateJoin(server, "hevc", early, "hevc,64,64", "aac");
        expectWhole(publisher, player, early, "hevc,64,64", "aac");
    }

    @Test
    void shouldServeAv1AndOpus() {
        Sluice server = Sluice.start(bench);
        Path early = bench.folder().resolve("early.flv");
        Run player = ffmpeg.record(server.url("av1"), early, Ffmpeg.ENDLESS_SECONDS);
        Run publisher = ffmpeg.publishAv1(server.url("av1"), Ffmpeg.ENDLESS_SECONDS);
        expectLateJoin(server, "av1", early, "av1,160,120", "opus");
        expectWhole(publisher, player, early, "av1,160,120", "opus");
    }

    private void expectLateJoin(Sluice server, String key, Path early, String... streams) {
        LateJoinIT.awaitMedia(early);
        Path late = bench.folder().resolve("late.flv");
        ffmpeg.record(server.url(key), late, 2).expectSuccess(LIMIT);
        assertThat(ffmpeg.streams(late)).containsExactlyInAnyOrder(streams);
        List<String> packets = ffmpeg.probe(late, "-select_streams v -show_entries packet=flags");
        assertThat(packets).hasSizeGreaterThan(8);
        assertThat(packets.get(0)).as("first packet of the late joiner").startsWith("K");
        ffmpeg.expectDecodes(late);
    }

    private void expectWhole(Run publisher, Run player, Path early, String... streams) {
        publisher.terminate();
        player.expectSuccess(LIMIT);
        assertThat(ffmpeg.streams(early)).containsExactlyInAnyOrder(streams);
        assertThat(ffmpeg.seconds(early)).isGreaterThan(2);
        ffmpeg.expectDecodes(early);
    }

    private Path grey(int seconds) throws IOException {
        byte[] second = HexFormat.of().parseHex(HEVC_SECOND.replaceAll("\\s", ""));
        Path file = bench.folder().resolve("grey.h265");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < seconds; i++) {
                out.write(second);
            }
        }
        return file;
    }
}
