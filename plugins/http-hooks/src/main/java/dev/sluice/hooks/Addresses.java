package dev.sluice.hooks;

import java.net.InetSocketAddress;

/** How addresses are written. */
final class Addresses {
    private Addresses() {}

    /** Without port, and without the zone of an IPv6 address. */
    static String text(InetSocketAddress address) {
        String text = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
