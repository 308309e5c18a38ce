package dev.sluice.jmx;

import java.util.List;

/**
 * {@code dev.sluice:type=Recordings}: what is being recorded.
 *
 * <p>It sends notifications {@code dev.sluice.recording.started}, {@code .stopped} and {@code .failed}. Their message is a
 * sentence, their user data a composite of texts: {@code application}, {@code name}, {@code plugin}, and where they apply
 * {@code location}, {@code reason}, {@code messages}, {@code dropped}, {@code millis}. With 1,000 waiting, further ones
 * are dropped.
 */
@Description("What is being recorded.")
public interface RecordingsMXBean {
    /** In no order. */
    @Description("The recordings that are under way; of a stream one for each plugin that records it.")
    List<RecordingRow> getRecordings();

    /** May differ from the rows, which are read at another moment. */
    @Description(value = "How many are under way.", unit = "recordings")
    int getCount();

    /**
     * Waits until a recorder has begun, about ten seconds at most.
     *
     * @throws IllegalArgumentException without an application or name
     * @throws IllegalStateException when nobody publishes the stream, it is recorded already, or nobody records it
     */
    @Description("Has every recorder that is willing record a live stream, from its newest keyframe on.")
    void startRecording(
            @Description(name = "application", value = "The stream's application, such as live.") String application,
            @Description(name = "name", value = "The stream's name, without a query.") String name);

    /**
     * Has them end after what is there to record now; it does not wait for that.
     *
     * @return how many
     * @throws IllegalArgumentException without an application or name
     * @throws IllegalStateException when the stream is not recorded
     */
    @Description("Ends the recordings of a stream; returns how many.")
    int stopRecording(
            @Description(name = "application", value = "The stream's application, such as live.") String application,
            @Description(name = "name", value = "The stream's name, without a query.") String name);
}
