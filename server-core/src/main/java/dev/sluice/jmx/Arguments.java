package dev.sluice.jmx;

import dev.sluice.stream.StreamPath;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Reads what a client gave; each method throws {@link IllegalArgumentException} with the argument's name. */
final class Arguments {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final String IPV6_NETWORK = "/64";
    private static final long MAX_BAN_SECONDS = Duration.ofDays(30).toSeconds();

    private Arguments() {}

    static String id(String text) {
        return given("id", text);
    }

    /** Who gives the value with it, as for {@code --set}, may give a secret. */
    static String key(String text) {
        String key = given("key", text);
        if (key.indexOf('=') >= 0) {
            throw new IllegalArgumentException("key: expected a key alone, such as limits.maxConnections");
        }
        return key;
    }

    static Path archive(String text) {
        Path path;
        try {
            path = Path.of(given("path", text));
        } catch (InvalidPathException malformed) {
            throw new IllegalArgumentException("path: " + malformed.getReason());
        }
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("path: expected the whole path on the server's machine, got " + text);
        }
        if (!text.endsWith(".jar") && !text.endsWith(".zip")) {
            throw new IllegalArgumentException("path: expected a .jar or .zip, got " + text);
        }
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("path: there is no file " + text + " on the server's machine");
        }
        return path;
    }

    /** As it is: also blanks at its ends are a part of a stream's name. */
    static StreamPath stream(String application, String name) {
        StreamPath path = new StreamPath(part("application", application), part("name", name));
        if (!StreamPath.isValid(path.toString())) {
            throw new IllegalArgumentException("application and name: together longer than a stream may be called");
        }
        return path;
    }

    private static String part(String argument, String text) {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException(argument + ": nothing was given");
        }
        if (!StreamPath.isValid(text)) {
            throw new IllegalArgumentException(argument + ": no stream can be called that");
        }
        return text;
    }

    /** Where a table goes on; both are empty at its beginning. */
    static StreamPath position(String application, String name) {
        if (application == null || name == null) {
            throw new IllegalArgumentException((application == null ? "application" : "name") + ": nothing was given");
        }
        return new StreamPath(application, name);
    }

    /** Where a table goes on; 0 at its beginning. */
    static long after(long connection) {
        if (connection < 0) {
            throw new IllegalArgumentException("after: expected a connection's number or 0, got " + connection);
        }
        return connection;
    }

    static long connection(long id) {
        if (id <= 0) {
            throw new IllegalArgumentException("id: expected a connection's number, got " + id);
        }
        return id;
    }

    /** @param most rows that a table may have */
    static int rows(int max, int most) {
        if (max < 1 || max > most) {
            throw new IllegalArgumentException("max: expected 1.." + most + ", got " + max);
        }
        return max;
    }

    static Duration banSeconds(long seconds) {
        if (seconds < 1 || seconds > MAX_BAN_SECONDS) {
            throw new IllegalArgumentException("banSeconds: expected 1.." + MAX_BAN_SECONDS + ", got " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** Anything, also nothing at all. */
    static String value(String argument, String text) {
        if (text == null) {
            throw new IllegalArgumentException(argument + ": nothing was given");
        }
        return text;
    }

    /** A host name is not looked up. */
    static InetAddress address(String text) {
        String given = given("address", text);
        boolean network = given.endsWith(IPV6_NETWORK) && given.indexOf(':') >= 0;
        String literal = network ? given.substring(0, given.length() - IPV6_NETWORK.length()) : given;
        if (IPV4.matcher(literal).matches() || IPV6.matcher(literal).matches()) {
            try {
                return InetAddress.getByName(literal);
            } catch (UnknownHostException malformed) {
                // as any other text
            }
        }
        throw new IllegalArgumentException("address: expected an IPv4 or IPv6 address, got " + text);
    }

    /** Without blanks at its ends. */
    static String given(String argument, String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(argument + ": nothing was given");
        }
        return text.strip();
    }
}
