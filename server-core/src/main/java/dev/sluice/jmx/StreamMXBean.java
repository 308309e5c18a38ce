package dev.sluice.jmx;

/**
 * {@code dev.sluice:type=Stream,app="live",name="key"}: one stream, while it is published or held for its publisher to come
 * back. At most {@code management.maxStreamBeans} streams have one; {@link StreamsMXBean} knows all.
 *
 * <p>Operations are done, or under way, when they return, and throw {@link IllegalStateException} with the reason when
 * that is not possible.
 */
@Description("One stream that is being published.")
public interface StreamMXBean extends StreamRow {
    /**
     * Ends its publisher's connection with a status. It may come back at once. Players wait for it, as after a broken
     * connection.
     *
     * @throws IllegalStateException when nobody publishes it
     */
    @Description("Disconnects its publisher, which may come back.")
    void dropPublisher();

    /**
     * The same, and nobody may publish this stream for a while; its players are told that it has ended. Also between two
     * tries of a publisher to come back.
     *
     * @return whether somebody was publishing it
     * @throws IllegalArgumentException unless the time is between 1 second and 30 days
     */
    @Description("Disconnects its publisher, if there is one, and nobody may publish this stream for a while; returns"
            + " whether there was one.")
    boolean dropPublisher(
            @Description(name = "banSeconds", value = "How long nobody may publish it, in seconds.") long banSeconds);

    /**
     * Ends the connections of those who play it, with a status. Those who wait for it are players too.
     *
     * @return how many
     */
    @Description("Disconnects its players; returns how many.")
    int dropPlayers();

    /**
     * Waits until a recorder has begun, about ten seconds at most.
     *
     * @throws IllegalStateException when nobody publishes it, it is recorded already, or nobody records it
     */
    @Description("Has every recorder that is willing record it, from its newest keyframe on.")
    void startRecording();

    /**
     * Has its recordings end after what is there to record now; it does not wait for that.
     *
     * @return how many
     * @throws IllegalStateException when it is not recorded
     */
    @Description("Ends its recordings; returns how many.")
    int stopRecording();
}
