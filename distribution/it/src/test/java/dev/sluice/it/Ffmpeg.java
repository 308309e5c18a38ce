package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real ffmpeg and ffprobe, every one bounded in time. */
final class Ffmpeg {
    /** Of media: more than any test waits for, so that what it watches does not end by itself. */
    static final int ENDLESS_SECONDS = 600;

    private static final Path FOLDER = Path.of(System.getProperty("sluice.it.ffmpeg"));
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SOUND = "-f lavfi -i sine=frequency=440:sample_rate=44100";
    private static final String AAC = "-c:a aac -b:a 64k -f flv";
    private static final String H264_AND_AAC = "-c:v libopenh264 -b:v 200k -g 60 -pix_fmt yuv420p " + AAC;

    private static final String VIDEO_PACKETS = "-select_streams v -show_entries packet=pts_time,flags";

    private final Workbench bench;

    Ffmpeg(Workbench bench) {
        this.bench = bench;
    }

    /** A test picture and a tone as H.264 and AAC, in real time; a keyframe every four seconds. */
    Run publish(String url, String size, int seconds) {
        String inputs = "-re " + picture(size) + " -re " + SOUND;
        return ffmpeg(inputs + " -t " + seconds + " " + H264_AND_AAC, url);
    }

    /** The same encoded into a file as fast as it goes. */
    Path encode(String name, int seconds) {
        Path file = bench.folder().resolve(name);
        String inputs = picture("160x120") + " " + SOUND;
        ffmpeg(inputs + " -t " + seconds + " " + H264_AND_AAC, file).expectSuccess(LIMIT);
        return file;
    }

    /** Noise of 2 Mbit/s and a tone, encoded into a file as fast as it goes; a keyframe every second. */
    Path encodeNoise(String name, int seconds) {
        Path file = bench.folder().resolve(name);
        String noise = "-f lavfi -i nullsrc=size=160x120:rate=15,geq=random(1)*255:128:128";
        String codecs = "-c:v libopenh264 -b:v 2M -allow_skip_frames 0 -g 15 -pix_fmt yuv420p " + AAC;
        ffmpeg(noise + " " + SOUND + " -t " + seconds + " " + codecs, file).expectSuccess(LIMIT);
        return file;
    }

    private static String picture(String size) {
        return "-f lavfi -i testsrc2=size=" + size + ":rate=15";
    }

    Run publishAudio(String url, int seconds) {
        return ffmpeg("-re " + SOUND + " -t " + seconds + " " + AAC, url);
    }

    /** A test picture and a tone as AV1 and Opus, in real time; a keyframe every two seconds. */
    Run publishAv1(String url, int seconds) {
        String codecs = "-c:v libsvtav1 -preset 12 -svtav1-params lp=1 -g 30 -pix_fmt yuv420p -c:a libopus -f flv";
        return ffmpeg("-re " + picture("160x120") + " -re " + SOUND + " -t " + seconds + " " + codecs, url);
    }

    /** An H.265 elementary stream of ten frames a second as it is, and a tone as AAC, in real time. */
    Run publishHevc(Path file, String url, int seconds) {
        // for want of timestamps beside the tone's, ffmpeg would keep everything back for ten seconds
        Path timed = bench.folder().resolve("timed.flv");
        ffmpeg("-probesize 1000 -framerate 10 -f hevc -i", file, "-c:v copy -f flv", timed)
                .expectSuccess(LIMIT);
        String codecs = "-c:v copy -c:a aac -b:a 64k -f flv";
        return ffmpeg("-re -i", timed, "-re " + SOUND + " -t " + seconds + " " + codecs, url);
    }

    /** The file's packets as they are, in real time. */
    Run publishFile(Path file, String url) {
        return publishFile(file, url, 1);
    }

    /** The file's packets as they are, so many times as fast as they are to be seen. */
    Run publishFile(Path file, String url, int speed) {
        return ffmpeg("-readrate " + speed + " -i", file, "-c copy -f flv", url);
    }

    /**
     * Records what comes, undecoded and even when it does not begin with a keyframe, until so much media has come or
     * the stream ends.
     */
    Run record(String url, Path file, int seconds) {
        return record("", url, file, seconds);
    }

    /** As {@link #record}, with little room in the kernel for what it has not read: else that holds many seconds. */
    Run recordUnbuffered(String url, Path file, int seconds) {
        return record("-recv_buffer_size 65536 ", url, file, seconds);
    }

    private Run record(String options, String url, Path file, int seconds) {
        String copying = "-map 0 -c copy -copyinkf:v -flush_packets 1 -f flv";
        return ffmpeg(options + "-rw_timeout 60000000 -i " + url + " -t " + seconds + " " + copying, file);
    }

    /** Decodes every packet of the file; the slightest error fails the test. */
    void expectDecodes(Path file) {
        Run decoder = ffmpeg("-xerror -err_detect explode -i", file, "-f null -");
        decoder.expectSuccess(LIMIT);
        assertThat(said(decoder)).as("%s says", decoder).isEmpty();
    }

    /** Seeks to that second and decodes from there; the slightest error fails the test. */
    void expectSeeks(Path file, int second) {
        Run decoder = ffmpeg("-xerror -err_detect explode -ss " + second + " -i", file, "-f null -");
        decoder.expectSuccess(LIMIT);
        assertThat(said(decoder)).as("%s says", decoder).isEmpty();
        List<String> first = probe(file, "-read_intervals " + second + "%+#1 " + VIDEO_PACKETS);
        List<String> keyframes = probe(file, VIDEO_PACKETS).stream()
                .filter(packet -> packet.contains(",K") && Double.parseDouble(packet.split(",")[0]) <= second)
                .toList();
        assertThat(first)
                .as("where a seek to %d arrives", second)
                .startsWith(keyframes.get(keyframes.size() - 1))
                .doesNotContain(keyframes.get(0));
    }

    /** One line for each stream, packet or frame, its entries parted by commas. */
    List<String> probe(Path file, String options) {
        Run probe = start("ffprobe", "-v error -of csv=print_section=0 " + options, file);
        probe.expectSuccess(LIMIT);
        return said(probe);
    }

    /** Its lines, but for the linker's about what stands in for a library. */
    private static List<String> said(Run run) {
        return run.output()
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("no version information available"))
                .toList();
    }

    /** For instance "h264,160,120" and "aac". */
    List<String> streams(Path file) {
        return probe(file, "-show_entries stream=codec_name,width,height");
    }

    double seconds(Path file) {
        return Double.parseDouble(probe(file, "-show_entries format=duration").get(0));
    }

    private Run ffmpeg(Object... arguments) {
        var all = new ArrayList<Object>(List.of("-nostdin -y -v error"));
        all.addAll(List.of(arguments));
        return start("ffmpeg", all.toArray());
    }

    /** @param arguments paths as they are, strings split at blanks */
    private Run start(String name, Object... arguments) {
        Path executable = FOLDER.resolve(name);
        assertThat(executable.toFile().setExecutable(true))
                .as("%s made executable", executable)
                .isTrue();
        var command = new ArrayList<>(List.of(executable.toString()));
        for (Object argument : arguments) {
            command.addAll(argument instanceof Path ? List.of("" + argument) : List.of(("" + argument).split(" ")));
        }
        var builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", libraries().toString());
        return bench.start(builder);
    }

    /**
     * On Linux ffmpeg is linked to libraries for pictures, which come with it, and to PulseAudio's, which a machine without
     * sound has not. Nothing of that one is ever called, so that another one can stand in for it.
     */
    private static synchronized Path libraries() {
        Path standIn = FOLDER.resolve("libpulse.so.0");
        Path present = FOLDER.resolve("libva-drm.so.2");
        try {
            if (Files.exists(present) && !Files.exists(standIn)) {
                Files.createSymbolicLink(standIn, present);
            }
        } catch (FileAlreadyExistsException made) {
            // by the other JVM that runs tests
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FOLDER;
    }
}
