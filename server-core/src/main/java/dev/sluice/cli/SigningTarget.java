package dev.sluice.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code sluice sign} is asked to sign, read from its options.
 *
 * @param path application, slash, stream name
 */
record SigningTarget(String path) {
    private static final Pattern FROM_NOW = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Pattern UNIX_TIME = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Instant LATEST = Instant.ofEpochSecond(999_999_999_999L);
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern SERVER = Pattern.compile("rtmps?://[^/?#@ ]+");
    private static final String UNRESERVED = "-_.~/";
    private static final int MAX_PATH_BYTES = 512;

    /** @throws IllegalArgumentException when no stream has this path */
    static SigningTarget of(String path) {
        if (path.indexOf('?') >= 0) {
            throw new IllegalArgumentException("--stream: expected the stream without a query");
        }
        boolean valid = path.indexOf('/') >= 0
                && path.getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES
                && path.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\\');
        for (String segment : path.split("/", -1)) {
            valid &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
        }
        if (!valid) {
            throw new IllegalArgumentException("--stream: expected application/name, such as live/cam1");
        }
        return new SigningTarget(path);
    }

    /** @throws IllegalArgumentException when it is no time, or over */
    static Instant expiry(String text, Instant now) {
        Matcher fromNow = FROM_NOW.matcher(text);
        Instant expiry;
        if (fromNow.matches()) {
            expiry = now.plus(UNITS.get(fromNow.group(2)).multipliedBy(Long.parseLong(fromNow.group(1))));
        } else if (UNIX_TIME.matcher(text).matches()) {
            expiry = Instant.ofEpochSecond(Long.parseLong(text));
        } else {
            try {
                expiry = SigningSettings.time(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--expires: expected 2h, a Unix time or 2027-01-01T00:00:00Z, got '" + text + "'");
            }
        }
        if (!expiry.isAfter(now) || expiry.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "--expires: " + expiry + " is " + (expiry.isAfter(now) ? "too late" : "over"));
        }
        return expiry;
    }

    /** @throws IllegalArgumentException when it is none; a host name is not looked up */
    static InetAddress address(String text) {
        try {
            if (ADDRESS.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // as any other text
        }
        throw new IllegalArgumentException("--address: '" + text + "' is no IPv4 or IPv6 address");
    }

    /**
     * The URL of the stream without a query.
     *
     * @throws IllegalArgumentException when {@code server} is not the URL of a server
     */
    String at(String server) {
        String base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        if (!SERVER.matcher(base).matches()) {
            throw new IllegalArgumentException("--url: expected rtmp://HOST[:PORT], got '" + server + "'");
        }
        StringBuilder encoded = new StringBuilder(base).append('/');
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            if (plain || UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }
}
