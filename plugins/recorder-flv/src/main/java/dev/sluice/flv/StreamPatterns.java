package dev.sluice.flv;

import java.util.List;
import java.util.regex.Pattern;

/** Streams by {@code app/name}: {@code *} stands for any text without a slash, {@code **} for any text. */
final class StreamPatterns {
    private final List<Pattern> patterns;

    private StreamPatterns(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** @throws IllegalArgumentException naming the pattern that is none */
    static StreamPatterns parse(List<String> texts) {
        return new StreamPatterns(texts.stream().map(StreamPatterns::parse).toList());
    }

    private static Pattern parse(String text) {
        if (text.isBlank() || text.startsWith("/") || !text.contains("/") && !text.contains("**")) {
            throw new IllegalArgumentException("streams: expected patterns such as live/*, got '" + text + "'");
        }
        var regex = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '*') {
                regex.append(Pattern.quote(String.valueOf(c)));
            } else if (text.startsWith("**", at)) {
                regex.append(".*");
                at++;
            } else {
                regex.append("[^/]*");
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    boolean match(String application, String name) {
        String stream = application + "/" + name;
        return patterns.stream().anyMatch(pattern -> pattern.matcher(stream).matches());
    }
}
