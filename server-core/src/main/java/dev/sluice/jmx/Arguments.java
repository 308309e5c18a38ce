package dev.sluice.jmx;

import dev.sluice.stream.StreamPath;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads what a client gave; each method throws {@link IllegalArgumentException} with the argument's name. */
final class Arguments {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final String IPV6_NETWORK = "/64";

    private Arguments() {}

    static String id(String text) {
        return given("id", text);
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

    static StreamPath stream(String application, String name) {
        return new StreamPath(given("application", application), given("name", name));
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

    private static String given(String argument, String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(argument + ": nothing was given");
        }
        return text.strip();
    }
}
