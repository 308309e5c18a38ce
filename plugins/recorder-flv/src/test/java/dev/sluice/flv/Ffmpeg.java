package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Real ffmpeg and ffprobe, each run bounded in time. */
final class Ffmpeg {
    private static final Path FOLDER = Path.of(System.getProperty("sluice.test.ffmpeg"));
    private static final int LIMIT_SECONDS = 300;
    private static final String SOURCES =
            "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000";

    private Ffmpeg() {}

    /** H.264 and AAC, a keyframe every two seconds. */
    static void encodeH264(Path file, int seconds) throws Exception {
        encode(file, seconds, "-c:v libopenh264 -b:v 200k -g 50 -pix_fmt yuv420p -c:a aac -b:a 64k");
    }

    /** AV1 and Opus as Enhanced RTMP has them, a keyframe every two seconds. */
    static void encodeAv1(Path file, int seconds) throws Exception {
        encode(file, seconds, "-c:v libsvtav1 -preset 12 -svtav1-params lp=1 -g 50 -pix_fmt yuv420p -c:a libopus");
    }

    /** An H.265 elementary stream of ten frames a second as it is, and AAC; in two steps, for want of timestamps. */
    static void addAac(Path elementary, Path file, int seconds) throws Exception {
        Path video = elementary.resolveSibling("video.flv");
        run("ffmpeg", "-nostdin -y -v error -framerate 10 -f hevc -i", elementary, "-c copy", video);
        String sound = "-f lavfi -i sine=frequency=440:sample_rate=48000 -t " + seconds;
        run("ffmpeg", "-nostdin -y -v error -i", video, sound + " -c:v copy -c:a aac -b:a 64k -f flv", file);
    }

    private static void encode(Path file, int seconds, String codecs) throws Exception {
        run("ffmpeg", "-nostdin -y -v error " + SOURCES + " -t " + seconds + " " + codecs + " -f flv", file);
    }

    /** For instance "h264,160,120" and "aac". */
    static List<String> streams(Path file) throws Exception {
        return probe("-show_entries stream=codec_name,width,height", file);
    }

    static double seconds(Path file) throws Exception {
        return Double.parseDouble(probe("-show_entries format=duration", file).get(0));
    }

    /** Decodes all of it; the slightest error fails the test. */
    static void expectDecodes(Path file) throws Exception {
        assertThat(run("ffmpeg", "-nostdin -v warning -xerror -err_detect explode -i", file, "-f null -"))
                .isBlank();
    }

    /** The time of the first frame that is shown after a seek, in seconds. */
    static double seek(int seconds, Path file) throws Exception {
        String options = "-nostdin -v error -copyts -ss " + seconds + " -i";
        String output = run(
                "ffmpeg",
                options,
                file,
                "-map 0:v -frames:v 1 -fps_mode passthrough -enc_time_base 1:1000 -f framecrc -");
        String frame = output.lines()
                .filter(line -> !line.startsWith("#"))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError(output));
        return Double.parseDouble(frame.split(",")[2].trim()) / 1_000;
    }

    private static List<String> probe(String entries, Path file) throws Exception {
        return run("ffprobe", "-v error -of csv=print_section=0 " + entries, file)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /**
     * On Linux ffmpeg is linked to libraries for pictures, which come with it, and to PulseAudio's, which a machine without
     * sound has not. Nothing of that one is ever called, so that another one can stand in for it.
     */
    private static synchronized Path libraries() throws IOException {
        Path standIn = FOLDER.resolve("libpulse.so.0");
        Path present = FOLDER.resolve("libva-drm.so.2");
        if (Files.exists(present) && !Files.exists(standIn)) {
            Files.createSymbolicLink(standIn, present);
        }
        return FOLDER;
    }

    /** @param arguments paths as they are, strings split at blanks */
    private static String run(String name, Object... arguments) throws IOException, InterruptedException {
        Path executable = FOLDER.resolve(name);
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        for (Object argument : arguments) {
            command.addAll(
                    argument instanceof Path
                            ? List.of(argument.toString())
                            : List.of(argument.toString().split(" ")));
        }
        Path output = Files.createTempFile("ffmpeg", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LD_LIBRARY_PATH", libraries().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("%s ends; it says %s", command, text).isTrue();
            assertThat(process.exitValue()).as("%s says %s", command, text).isZero();
            return text.lines()
                    .filter(line -> !line.contains("no version information available"))
                    .collect(Collectors.joining("\n"));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
