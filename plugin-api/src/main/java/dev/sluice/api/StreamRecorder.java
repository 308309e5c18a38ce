package dev.sluice.api;

import java.io.IOException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Records streams. Asked when a stream is published, for each stream that is live when the plugin starts, and when an
 * operator wants a recording.
 *
 * <pre>{@code
 * @Extension
 * public final class ByteCounter implements StreamRecorder {
 *     @Override
 *     public Optional<Recording> open(StreamInfo stream) {
 *         return Optional.of(new Recording() {
 *             private long bytes;
 *
 *             @Override
 *             public void write(MediaMessage message) {
 *                 bytes += message.payload().length;
 *             }
 *
 *             @Override
 *             public void close(String reason) {
 *                 System.getLogger("counter").log(System.Logger.Level.INFO, stream.name() + ": " + bytes + " bytes");
 *             }
 *         });
 *     }
 * }
 * }</pre>
 */
public interface StreamRecorder extends ExtensionPoint {
    /**
     * Begins a recording, or not. Nothing of the stream is lost meanwhile, within the bounds of {@link Recording}.
     *
     * <p>Called on a thread of the plugin's; must return within 10 seconds. An exception means that this stream is not
     * recorded, and is reported as a failed recording; one that is no {@link IOException} counts as a failure of the
     * plugin.
     *
     * @return empty when this recorder does not want the stream
     */
    Optional<Recording> open(StreamInfo stream) throws IOException;

    /** As {@link #open}, but an operator has asked for this very stream; without a reason it is not to be refused. */
    default Optional<Recording> openOnCommand(StreamInfo stream) throws IOException {
        return open(stream);
    }
}
