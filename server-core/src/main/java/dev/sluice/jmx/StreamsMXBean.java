package dev.sluice.jmx;

import java.util.List;
import javax.management.MBeanOperationInfo;

/**
 * {@code dev.sluice:type=Streams}: all streams, also those without a bean of their own, and those that nobody may publish.
 *
 * <p>It sends notifications {@code dev.sluice.stream.started}, {@code .stopped} and {@code .stalled} when a stream is
 * published, is not any more, and when its publisher has been silent for a while. Their message is a sentence, their user
 * data a composite of texts: {@code application}, {@code name}, {@code connection}, {@code address}, and where they apply
 * {@code reason}, {@code bytesIn}, {@code messagesIn}, {@code millis}. Whoever is told of a start finds the
 * stream's bean, if it has one. With 10,000 waiting, further ones are dropped.
 *
 * <p>The rows of a table are read one after the other, so that a stream may come or go in between.
 */
@Description("All streams, and those that nobody may publish.")
public interface StreamsMXBean {
    /** So many rows a table has at most. */
    int MAX_ROWS = 1_000;

    /** By application and name, at most {@value #MAX_ROWS}; {@link #page} has the others. */
    @Description("Streams that are published or waited for, by application and name, the first 1000.")
    List<StreamRow> getStreams();

    /** Those without a row included. */
    @Description(value = "How many there are.", unit = "streams")
    int getCount();

    /** Those that end soonest first, at most {@value #MAX_ROWS}. */
    @Description("Streams that nobody may publish now, those that end soonest first, at most 1000.")
    List<BanRow> getBans();

    /**
     * By application and name, those behind the one given, which need not be there any more.
     *
     * @param application empty to begin
     * @param name empty to begin
     * @param max 1 to {@value #MAX_ROWS}
     */
    @Description(
            value = "Streams by application and name, those behind the one given.",
            impact = MBeanOperationInfo.INFO)
    List<StreamRow> page(
            @Description(name = "application", value = "Of the last one seen; empty to begin.") String application,
            @Description(name = "name", value = "Of the last one seen; empty to begin.") String name,
            @Description(name = "max", value = "So many at most, 1 to 1000.") int max);

    /** @throws IllegalStateException when it is neither published nor waited for */
    @Description(value = "Everything known of one stream.", impact = MBeanOperationInfo.INFO)
    StreamRow describe(
            @Description(name = "application", value = "Its application, such as live.") String application,
            @Description(name = "name", value = "Its name, without a query.") String name);

    /** See {@link StreamMXBean#dropPublisher()}. */
    @Description("Disconnects a stream's publisher, which may come back.")
    void dropPublisher(
            @Description(name = "application", value = "Its application, such as live.") String application,
            @Description(name = "name", value = "Its name, without a query.") String name);

    /**
     * See {@link StreamMXBean#dropPublisher(long)}.
     *
     * @throws IllegalStateException when it is neither published nor waited for; the ban is not made then
     */
    @Description("Disconnects a stream's publisher, if there is one, and nobody may publish that stream for a while;"
            + " returns whether there was one.")
    boolean dropPublisher(
            @Description(name = "application", value = "Its application, such as live.") String application,
            @Description(name = "name", value = "Its name, without a query.") String name,
            @Description(name = "banSeconds", value = "How long nobody may publish it, in seconds.") long banSeconds);

    /** See {@link StreamMXBean#dropPlayers}. */
    @Description("Disconnects a stream's players; returns how many.")
    int dropPlayers(
            @Description(name = "application", value = "Its application, such as live.") String application,
            @Description(name = "name", value = "Its name, without a query.") String name);

    /** Returns whether there was a ban. */
    @Description("Lets a stream be published again; returns whether it was banned.")
    boolean liftBan(
            @Description(name = "application", value = "Its application, such as live.") String application,
            @Description(name = "name", value = "Its name, without a query.") String name);
}
