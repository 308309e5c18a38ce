package dev.sluice.session;

import dev.sluice.stream.StreamPath;
import java.util.Map;
import java.util.Optional;

/** The configured applications. Immutable. */
public final class Applications {
    private static final String ANY = "*";

    private final Map<String, ApplicationSettings> byName;

    /** @param byName by the prefix of the paths that belong to each; {@code *} is any other */
    public Applications(Map<String, ApplicationSettings> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** A stream's identity and the settings of its application. */
    record Located(StreamPath path, ApplicationSettings settings) {}

    /** Whether a client that connects to {@code path} can get anywhere from there. */
    boolean leadsSomewhere(String path) {
        if (byName.containsKey(ANY)) {
            return true;
        }
        return byName.keySet().stream().anyMatch(name -> isWithin(path, name) || isWithin(name, path));
    }

    /** Splits a canonical path: the application is its longest configured prefix, the stream's name what is left. */
    Optional<Located> locate(String path) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            ApplicationSettings settings = byName.get(path.substring(0, end));
            if (settings != null) {
                return Optional.of(
                        new Located(new StreamPath(path.substring(0, end), path.substring(end + 1)), settings));
            }
        }
        int slash = path.indexOf('/');
        ApplicationSettings any = byName.get(ANY);
        return any == null || slash < 0
                ? Optional.empty()
                : Optional.of(new Located(new StreamPath(path.substring(0, slash), path.substring(slash + 1)), any));
    }

    private static boolean isWithin(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
