package dev.sluice.net;

/**
 * Where to listen.
 *
 * @param host an IPv4 address for IPv4 only, {@code ::} for both families
 * @param port 0 lets the system choose
 * @param backlog connections that the kernel holds until they are accepted
 */
public record ListenAddress(String host, int port, int backlog) {}
