package dev.sluice.rules;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address, or all that share its first bits. An IPv4 address written as IPv6 counts as IPv4. */
final class AddressRange {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int prefixBits;

    private AddressRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * @param text such as {@code 192.0.2.7}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; no host name
     * @throws IllegalArgumentException when it is none
     */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        byte[] address = parse(literal, text);
        int bits = address.length * 8;
        // of ::ffff:10.0.0.0/104 the JDK makes 10.0.0.0
        int skipped = address.length == 4 && literal.indexOf(':') >= 0 ? MAPPED_BITS : 0;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), text, skipped, bits);
        byte[] network = masked(address, prefix);
        if (!Arrays.equals(network, address)) {
            throw new IllegalArgumentException("'" + text + "' has bits behind its prefix, did you mean '"
                    + toAddress(network).getHostAddress() + "/" + prefix + "'?");
        }
        return new AddressRange(network, prefix);
    }

    boolean contains(InetAddress address) {
        byte[] bytes = unmapped(address.getAddress());
        return bytes.length == network.length && Arrays.equals(masked(bytes, prefixBits), network);
    }

    private static byte[] parse(String literal, String text) {
        // anything else would be looked up as a host name
        if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
            throw notAnAddress(text);
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw notAnAddress(text);
        }
    }

    private static int prefix(String digits, String text, int skipped, int bits) {
        int prefix = PREFIX.matcher(digits).matches() ? Integer.parseInt(digits) - skipped : -1;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "'" + text + "' needs a prefix of " + skipped + ".." + (skipped + bits) + " bits");
        }
        return prefix;
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - i * 8));
            masked[i] &= (byte) (0xff00 >> kept);
        }
        return masked;
    }

    private static byte[] unmapped(byte[] address) {
        if (address.length == 4) {
            return address;
        }
        for (int i = 0; i < 12; i++) {
            if (address[i] != (i < 10 ? 0 : (byte) 0xff)) {
                return address;
            }
        }
        return Arrays.copyOfRange(address, 12, 16);
    }

    private static InetAddress toAddress(byte[] bytes) {
        try {
            return bytes.length == 4 ? Inet4Address.getByAddress(bytes) : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no IPv4 or IPv6 address, nor a range such as 10.0.0.0/8");
    }
}
