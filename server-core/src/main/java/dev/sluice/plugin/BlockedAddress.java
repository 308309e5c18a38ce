package dev.sluice.plugin;

import dev.sluice.api.AccessRequest.Action;
import java.net.InetAddress;

/**
 * An address that was denied too often.
 *
 * @param address of IPv6 the network of 64 bits
 * @param action what it may not ask for
 * @param remainingMillis until it may ask again
 */
public record BlockedAddress(InetAddress address, Action action, long remainingMillis) {}
