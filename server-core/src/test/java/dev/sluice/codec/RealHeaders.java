package dev.sluice.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What real encoders sent, out of {@code headers.txt}: the command (FFmpeg 8.1.2, GPL build), then in hex the messages that
 * a stream keeps, video, audio and metadata, and of a frame the first bytes; last, what there is to be said of them.
 * Metadata is left out where the rest is to tell everything.
 */
final class RealHeaders {
    private RealHeaders() {}

    /** @param origin the command that made it */
    record Sample(String origin, Publication publication, String expected) {
        @Override
        public String toString() {
            return origin;
        }
    }

    static List<Sample> all() {
        try (InputStream in = RealHeaders.class.getResourceAsStream("headers.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n")).map(RealHeaders::sample).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(String block) {
        var publication = new Publication();
        String origin = "";
        String expected = "";
        for (String line : block.strip().split("\n")) {
            String rest = line.substring(2);
            switch (line.charAt(0)) {
                case '#' -> origin = rest;
                case 'V' -> publication.video(rest);
                case 'A' -> publication.audio(rest);
                case 'M' -> publication.metadata(rest);
                case '=' -> expected = rest;
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new Sample(origin, publication, expected);
    }
}
