package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real ffmpeg and ffprobe, every one bounded in time. */
final class Ffmpeg {
    private static final Path FOLDER = Path.of(System.getProperty("sluice.it.ffmpeg"));
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NETWORK_TIMEOUT_MICROS = "10000000";

    private final Workbench bench;

    Ffmpeg(Workbench bench) {
        this.bench = bench;
    }

    /** A test picture and a tone as H.264 and AAC, in real time; a keyframe every four seconds. */
    Run publish(String url, String size, int seconds) {
        return run(encoding(size, seconds, true), List.of("-f", "flv", url));
    }

    /** The same encoded into a file as fast as it goes. */
    Path encode(String name, int seconds) {
        Path file = bench.folder().resolve(name);
        run(encoding("160x120", seconds, false), List.of("-f", "flv", file.toString()))
                .expectSuccess(LIMIT);
        return file;
    }

    private static List<String> encoding(String size, int seconds, boolean realTime) {
        var arguments = new ArrayList<String>();
        input(arguments, realTime, "testsrc2=size=" + size + ":rate=15");
        input(arguments, realTime, "sine=frequency=440:sample_rate=44100");
        arguments.addAll(List.of("-t", "" + seconds, "-c:v", "libopenh264", "-b:v", "200k", "-g", "60"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k"));
        return arguments;
    }

    private static void input(List<String> arguments, boolean realTime, String source) {
        if (realTime) {
            arguments.add("-re");
        }
        arguments.addAll(List.of("-f", "lavfi", "-i", source));
    }

    Run publishAudio(String url, int seconds) {
        return run(
                List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"),
                List.of("-t", "" + seconds, "-c:a", "aac", "-b:a", "64k", "-f", "flv", url));
    }

    /** The file's packets as they are, in real time. */
    Run publishFile(Path file, String url) {
        return run(List.of("-re", "-i", file.toString()), List.of("-c", "copy", "-f", "flv", url));
    }

    /** Records what comes, undecoded and even when it does not begin with a keyframe, until so much media has come or the stream ends. */
    Run record(String url, Path file, int seconds) {
        return run(
                List.of("-rw_timeout", NETWORK_TIMEOUT_MICROS, "-i", url),
                List.of(
                        "-t",
                        "" + seconds,
                        "-map",
                        "0",
                        "-c",
                        "copy",
                        "-flush_packets",
                        "1",
                        "-f",
                        "flv",
                        file.toString()));
    }

    /** Decodes every packet of the file; the slightest error fails the test. */
    void expectDecodes(Path file) {
        Run decoder =
                run(List.of("-xerror", "-err_detect", "explode", "-i", file.toString()), List.of("-f", "null", "-"));
        decoder.expectSuccess(LIMIT);
        assertThat(decoder.output()).as("%s says", decoder).isBlank();
    }

    private Run run(List<String> inputs, List<String> outputs) {
        var command = new ArrayList<>(List.of(executable("ffmpeg"), "-nostdin", "-y", "-v", "error"));
        command.addAll(inputs);
        command.addAll(outputs);
        return bench.start(new ProcessBuilder(command));
    }

    /** One line for each stream, packet or frame, its entries parted by commas. */
    List<String> probe(Path file, String... options) {
        var command = new ArrayList<>(List.of(executable("ffprobe"), "-v", "error", "-of", "csv=print_section=0"));
        command.addAll(List.of(options));
        command.add(file.toString());
        Run probe = bench.start(new ProcessBuilder(command));
        probe.expectSuccess(LIMIT);
        return probe.output().lines().filter(line -> !line.isBlank()).toList();
    }

    /** For instance "h264,160,120" and "aac". */
    List<String> streams(Path file) {
        return probe(file, "-show_entries", "stream=codec_name,width,height");
    }

    double seconds(Path file) {
        return Double.parseDouble(
                probe(file, "-show_entries", "format=duration").get(0));
    }

    private static String executable(String name) {
        Path file = FOLDER.resolve(name);
        assertThat(file.toFile().setExecutable(true))
                .as("%s made executable", file)
                .isTrue();
        return file.toString();
    }
}
