package dev.sluice.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What {@code sluice sign} is asked to sign, read from its options.
 *
 * @param path application, slash, stream name
 */
record SigningTarget(String path) {
    private static final Pattern FROM_NOW = Pattern.compile("[1-9][0-9]{0,8}[smhd]");
    private static final Pattern UNIX_TIME = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Instant LATEST = Instant.ofEpochSecond(999_999_999_999L);
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern SERVER = Pattern.compile("rtmps?://[^/?#@ ]+");

    /** @throws IllegalArgumentException when it is no time, or over */
    static Instant expiry(String text, Instant now) {
        Instant expiry;
        if (FROM_NOW.matcher(text).matches()) {
            expiry = now.plus(HumanUnits.parse(text));
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
        return base + "/" + WrittenPath.inUrl(path);
    }
}
