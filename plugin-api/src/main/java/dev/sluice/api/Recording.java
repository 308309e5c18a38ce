package dev.sluice.api;

import java.io.IOException;

/**
 * A stream on its way into a file, or wherever. All calls for one recording come one after the other on one thread of the
 * plugin's, which serves no other recording.
 *
 * <p>The server keeps what is not written yet, up to {@code play.maxLagBytes} of the application; beyond that it leaves
 * messages out and says how many. An exception from {@link #write}, {@link #gap} or {@link #restarted}, or a call that
 * takes longer than 30 seconds, ends this recording and no other: {@link #close} is called then, unless the call still
 * hangs, and the event {@link ServerEvent.Type#RECORDING_FAILED} is sent instead of {@code RECORDING_STOPPED}.
 */
public interface Recording {
    /**
     * Takes the next message. A recording that begins with its stream gets everything. One that begins later gets metadata
     * and sequence headers first, then everything from the newest keyframe on; if none is kept any more, audio at once and
     * video from the next keyframe on. Messages come in the order in which they were published.
     */
    void write(MediaMessage message) throws IOException;

    /**
     * Messages were left out because this recording was too slow. Headers that have changed meanwhile follow; video goes
     * on with a keyframe, before which a second gap may tell of the frames that needed an earlier one.
     *
     * @param droppedMessages how many
     */
    default void gap(long droppedMessages) throws IOException {}

    /**
     * Another publisher goes on with the stream, within {@code publish.resumeGrace}, or in place of one that was silent.
     * Its headers follow; its timestamps need not fit those before.
     */
    default void restarted(StreamInfo stream) throws IOException {}

    /**
     * Where it is recorded to, for events and management, such as a path; empty when there is nothing to say. Asked after
     * {@link StreamRecorder#open}, and again when the recording has ended.
     */
    default String location() {
        return "";
    }

    /**
     * A part that is finished while the recording goes on in another, such as the path of a file that was rotated; empty
     * when there is none that was not told before. Asked after each call, the last one included; each answer becomes an event {@link
     * ServerEvent.Type#RECORDING_PART}. The last part is told of by {@link #location}.
     */
    default String finishedPart() {
        return "";
    }

    /**
     * The last call.
     *
     * @param reason why it ends, in words: the stream has ended, somebody has asked for it, the plugin stops
     */
    void close(String reason) throws IOException;
}
