package dev.sluice.jmx;

/** An address that was denied too often for one action. */
public interface BlockedRow {
    /** Without a name; of IPv6 the network, with {@code /64}. {@link PluginHostMXBean#liftBlock} takes it as it is. */
    @Description("Its address, of IPv6 the network of 64 bits.")
    String getAddress();

    /** CONNECT, PUBLISH or PLAY. */
    @Description("What it may not ask for: CONNECT, PUBLISH or PLAY.")
    String getAction();

    /** In milliseconds, at the moment of the reading. */
    @Description(value = "How long until it may ask again.", unit = "ms")
    long getRemainingMillis();
}
