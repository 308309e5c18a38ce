package dev.sluice.jmx;

import java.util.Date;

/** What there is to know of one connection. Figures are of this moment, each of its own. */
public interface ConnectionRow {
    /** Unique while the server runs; log lines and events carry it too. */
    @Description("Its number, as in the log.")
    long getId();

    /** Address and port. */
    @Description("Where it comes from.")
    String getAddress();

    /** {@code HANDSHAKE}, {@code UNCONNECTED}, {@code CONNECTING}, {@code CONNECTED} or {@code CLOSED}. */
    @Description("HANDSHAKE, UNCONNECTED before its connect, CONNECTING while that is decided on, CONNECTED or CLOSED.")
    String getState();

    /** Of its connect, without a query; empty before. */
    @Description("The application that it connected to.")
    String getApplication();

    /** {@code PUBLISHER}, {@code PLAYER}, {@code BOTH} or {@code NONE}. */
    @Description("PUBLISHER, PLAYER, BOTH or NONE.")
    String getRole();

    /** As APPLICATION/NAME; few connections have several. */
    @Description("The streams that it publishes or plays.")
    String[] getStreams();

    /** The flashVer of its connect, or empty. */
    @Description("What it says it is, such as LNX 9,0,124,2.")
    String getSoftware();

    /** When it was accepted. */
    @Description("Since when it is open.")
    Date getOpenedAt();

    /** Of the socket. */
    @Description(value = "Read from it.", unit = "bytes")
    long getBytesIn();

    /** Of the socket. */
    @Description(value = "Written to it.", unit = "bytes")
    long getBytesOut();

    /** RTMP 1.0, 5.4.3; 0 when it sends none. */
    @Description(value = "What it says it has received; 0 when it does not say.", unit = "bytes")
    long getAcknowledgedBytes();

    /** Of the stream that it is most behind with. */
    @Description(
            value = "How old the first message is that it has not taken, not counting what the kernel's buffers hold.",
            unit = "ms")
    long getLagMillis();

    /** Of the stream that it is most behind with. */
    @Description(
            value = "What it has not taken of its stream, not counting what the kernel's buffers hold.",
            unit = "bytes")
    long getLagBytes();

    /** Whichever is later: it has sent or taken a byte. */
    @Description(value = "How long it has neither sent nor taken a byte.", unit = "ms")
    long getIdleMillis();

    /** See {@link EventLoopMXBean}. */
    @Description("The event loop that it lives on.")
    int getEventLoop();
}
