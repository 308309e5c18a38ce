package dev.sluice.jmx;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** How addresses are shown. */
final class Addresses {
    private Addresses() {}

    /** {@code 192.0.2.1:5021} or {@code [2001:db8::1]:5021}; no name is looked up. */
    static String text(InetSocketAddress address) {
        String literal = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + literal + "]" : literal) + ":" + address.getPort();
    }
}
