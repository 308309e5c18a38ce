package dev.sluice.jmx;

import java.util.Date;
import javax.management.MBeanOperationInfo;

/**
 * {@code dev.sluice:type=Server}: the server as a whole. Beside the attributes here it has one for each of the server's
 * counters, of type long, such as {@code PlayerSkips}; each only grows.
 *
 * <p>Figures are of this moment, each of its own, so that two of them may not add up. Rates are averages over about five
 * seconds, {@link #getRateWindowMillis}, up to the latest sample; samples are taken once a second. Of a stream that is
 * younger they are over its time so far.
 *
 * <p>Operations return when they are done. What cannot be meant throws {@link IllegalArgumentException}, what is refused
 * {@link IllegalStateException}, with the reason. Nobody is dropped for them, but for {@link #stop}.
 */
@Description("The server as a whole, with everything that it counts.")
public interface ServerMXBean {
    /** As the command line prints it. */
    @Description("The version of the server.")
    String getVersion();

    /** When it began to start. */
    @Description("When it was started.")
    Date getStartedAt();

    /** Since {@link #getStartedAt}. */
    @Description(value = "How long it has been running.", unit = "ms")
    long getUptimeMillis();

    /** With the ports in use, also where the configuration says 0. */
    @Description("Addresses that it listens on.")
    String[] getListeners();

    /** Those in their handshake included. */
    @Description(value = "Connections that are open.", unit = "connections")
    int getConnections();

    /** As {@code limits.maxConnections} says. */
    @Description(value = "So many connections are accepted at most.", unit = "connections")
    int getMaxConnections();

    /** One for each stream that is being published. */
    @Description(value = "Streams that are being published.", unit = "publishers")
    int getPublishers();

    /** Those that wait for a publisher included. */
    @Description(value = "Players, of all streams; those that wait for a publisher included.", unit = "players")
    int getPlayers();

    /** Those that only have players waiting included. */
    @Description(value = "Streams that are published or waited for.", unit = "streams")
    int getStreams();

    /** Since the start, of all connections. */
    @Description(value = "Read from all connections since the start.", unit = "bytes")
    long getBytesIn();

    /** Since the start, of all connections. */
    @Description(value = "Written to all connections since the start.", unit = "bytes")
    long getBytesOut();

    /** Over the window. */
    @Description(value = "Read from all connections, over the rate window.", unit = "bits/s")
    long getBitsPerSecondIn();

    /** Over the window. */
    @Description(value = "Written to all connections, over the rate window.", unit = "bits/s")
    long getBitsPerSecondOut();

    /** Less while the server has not run as long. */
    @Description(value = "What rates are computed over.", unit = "ms")
    long getRateWindowMillis();

    /** In direct memory. */
    @Description(value = "Memory that the streams' logs take now.", unit = "bytes")
    long getLogBytes();

    /** As {@code limits.directMemory} says, or what the JVM allows. */
    @Description(value = "Memory that the streams' logs may take.", unit = "bytes")
    long getMaxLogBytes();

    /** Of the logger {@code dev.sluice}. */
    @Description("What the server logs: TRACE, DEBUG, INFO, WARN, ERROR or OFF.")
    String getLogLevel();

    /**
     * Of everything the server logs; lasts until a restart.
     *
     * @throws IllegalArgumentException when there is no such level
     */
    void setLogLevel(String level);

    /** YAML that a server accepts, but for secrets. */
    @Description(value = "The configuration that holds now, with secrets as \"***\".", impact = MBeanOperationInfo.INFO)
    String effectiveConfiguration();

    /**
     * As SIGHUP does.
     *
     * @throws IllegalStateException when it is refused, with a line for each fault; it stays as it was then
     */
    @Description("Reads the configuration again; returns what has changed and what needs a restart.")
    ConfigurationRow reload();

    /**
     * Lasts until the next reload or restart.
     *
     * @throws IllegalArgumentException without a key
     * @throws IllegalStateException when there is no such key, it needs a restart, or the value is none for it
     */
    @Description("Changes one key of the configuration, until the next reload or restart; returns what has changed.")
    ConfigurationRow change(
            @Description(name = "key", value = "Such as limits.maxConnections.") String key,
            @Description(name = "value", value = "As it would be written in the file.") String value);

    /**
     * Of one logger and those below it; lasts until a restart.
     *
     * @throws IllegalArgumentException when there is no such level, or without a logger
     */
    @Description("Changes what one logger logs, until the server is started again.")
    void changeLogLevel(
            @Description(name = "logger", value = "Such as dev.sluice.session.") String logger,
            @Description(name = "level", value = "TRACE, DEBUG, INFO, WARN, ERROR or OFF.") String level);

    /** Returns at once; the beans, and with them this client's connection, go first. */
    @Description("Stops the server gracefully: ends streams and connections with their statuses, then exits.")
    void stop();
}
