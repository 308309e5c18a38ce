package dev.sluice.hooks;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a Location says in answer to nginx-rtmp's hooks. */
final class Redirect {
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)([a-z][a-z0-9+.-]*:)?//.*", Pattern.DOTALL);

    private Redirect() {}

    /**
     * The new name of the stream: a path without slashes before it, percent-decoded as names of streams are.
     *
     * @throws NoDecisionException when it leads to another server, or is no name: one with a query or a fragment is more
     *     likely a page to log in
     */
    static String streamName(String location) {
        if (location.regionMatches(true, 0, "rtmp", 0, 4)
                && ELSEWHERE.matcher(location).matches()) {
            throw NoDecisionException.unusable("the backend redirects to another RTMP server, which is not possible");
        }
        if (ELSEWHERE.matcher(location).matches()) {
            throw NoDecisionException.unusable("the backend redirects to another page");
        }
        if (location.indexOf('?') >= 0 || location.indexOf('#') >= 0) {
            throw NoDecisionException.unusable("the backend redirects to a query or a fragment, which is no name");
        }
        String name = decoded(asText(location).replaceFirst("^/+", ""));
        if (name.isEmpty()) {
            throw NoDecisionException.unusable("the backend redirects to a stream without a name");
        }
        return name;
    }

    /** The client takes each byte of a header for a character. */
    private static String asText(String header) {
        return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw NoDecisionException.unusable("the backend redirects to a stream without a valid name");
        }
    }
}
