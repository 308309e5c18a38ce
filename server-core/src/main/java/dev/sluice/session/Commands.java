package dev.sluice.session;

import dev.sluice.amf.AmfValue;
import dev.sluice.counter.Counter;
import dev.sluice.message.Command;
import dev.sluice.stream.StreamPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Answers the commands of one session (RTMP 1.0, 7.2; what real clients send besides). */
final class Commands {
    private final RtmpSession session;
    private final Replies replies;

    Commands(RtmpSession session, Replies replies) {
        this.session = session;
        this.replies = replies;
    }

    void on(Command command, int messageStreamId) {
        switch (command.name()) {
            case "connect" -> session.connect(command);
            case "_result", "_error", "onStatus" -> {
                // nothing was asked
            }
            default -> {
                if (session.state() == SessionState.CONNECTED) {
                    onConnected(command, messageStreamId);
                } else {
                    session.fail(command.transactionId(), StatusCode.CALL_FAILED, "connect comes first");
                }
            }
        }
    }

    private void onConnected(Command command, int messageStreamId) {
        switch (command.name()) {
            case "createStream" -> createStream(command);
            case "publish" -> session.publishing().begin(command, messageStreamId);
            case "play" -> session.playing().begin(command, messageStreamId);
            case "deleteStream" -> deleteStream(command, messageStreamId);
            case "closeStream" -> closeStream(messageStreamId);
            case "FCUnpublish" -> unpublish(command, messageStreamId);
            case "pause", "pauseRaw" -> pause(command, messageStreamId);
            case "seek" -> seek(messageStreamId);
            case "receiveAudio" -> receiveAudio(command, messageStreamId);
            case "receiveVideo" -> receiveVideo(command, messageStreamId);
            case "play2" -> play2(messageStreamId);
            case "releaseStream", "FCPublish", "FCSubscribe", "_checkbw" -> result(command, AmfValue.NULL);
            case "getStreamLength" -> result(command, AmfValue.of(0));
            default -> unknown(command);
        }
    }

    private void result(Command command, AmfValue value) {
        if (command.transactionId() != 0) {
            replies.result(command.transactionId(), value);
        }
    }

    private void createStream(Command command) {
        MessageStream created =
                session.streams().create(session.settings().limits().maxStreamsPerConnection());
        if (created == null) {
            session.counters().increment(Counter.STREAMS_REFUSED);
            session.warn(Counter.STREAMS_REFUSED, "limits.maxStreamsPerConnection reached");
            replies.error(command.transactionId(), StatusCode.CALL_FAILED, "Too many streams on this connection.");
        } else {
            replies.result(command.transactionId(), AmfValue.of(created.id()));
        }
    }

    /** GStreamer names the stream instead of its id. */
    private void deleteStream(Command command, int messageStreamId) {
        OptionalDouble named = command.argument(0).asNumber();
        MessageStream stream = named.isPresent()
                ? session.streams().get((int) named.getAsDouble())
                : session.streams().find(messageStreamId);
        if (stream != null) {
            endPublishing(stream);
            session.streams().delete(stream, true, reason(stream));
        }
    }

    private void closeStream(int messageStreamId) {
        MessageStream stream = session.streams().find(messageStreamId);
        if (stream != null) {
            endPublishing(stream);
            stream.end(true, reason(stream));
        }
    }

    /**
     * The farewell of a publisher. It comes on message stream 0 and names the stream; a name that fits none, because the
     * stream was given another one, means the only one there is.
     */
    private void unpublish(Command command, int messageStreamId) {
        List<MessageStream> publishing = session.streams().all().stream()
                .filter(stream -> stream.publishing() != null)
                .filter(stream -> messageStreamId == 0 || stream.id() == messageStreamId)
                .toList();
        Optional<StreamPath> named = session.pathOf(command);
        for (MessageStream stream : publishing) {
            boolean its =
                    named.filter(stream.publishing().stream().path()::equals).isPresent();
            if (its || publishing.size() == 1) {
                endPublishing(stream);
                stream.end(true, reason(stream));
            }
        }
    }

    /** RTMP 1.0, 7.2.2.9. What comes meanwhile is not kept: playing goes on with a keyframe. */
    private void pause(Command command, int messageStreamId) {
        PlaySide side = playing(messageStreamId);
        boolean paused = command.argument(0).asBoolean().orElse(false);
        if (side == null) {
            return;
        }
        if (paused) {
            side.pause();
            replies.status(side.messageStreamId(), StatusCode.PAUSE_NOTIFY, "Paused.");
        } else {
            replies.streamBegin(side.messageStreamId());
            replies.status(side.messageStreamId(), StatusCode.UNPAUSE_NOTIFY, "Playing goes on.");
            side.unpause(session.streamLoop());
        }
    }

    /** A live stream has no other place to go to. */
    private void seek(int messageStreamId) {
        PlaySide side = playing(messageStreamId);
        if (side != null) {
            replies.status(side.messageStreamId(), StatusCode.SEEK_NOTIFY, "A live stream plays on.");
        }
    }

    /** RTMP 1.0, 7.2.2.4. */
    private void receiveAudio(Command command, int messageStreamId) {
        PlaySide side = playing(messageStreamId);
        if (side != null) {
            boolean wanted = command.argument(0).asBoolean().orElse(true);
            notifyReceiving(side, wanted);
            side.receiveAudio(wanted);
        }
    }

    /** RTMP 1.0, 7.2.2.5. */
    private void receiveVideo(Command command, int messageStreamId) {
        PlaySide side = playing(messageStreamId);
        if (side != null) {
            boolean wanted = command.argument(0).asBoolean().orElse(true);
            notifyReceiving(side, wanted);
            side.receiveVideo(wanted);
        }
    }

    private void notifyReceiving(PlaySide side, boolean wanted) {
        if (wanted) {
            replies.status(side.messageStreamId(), StatusCode.SEEK_NOTIFY, "Playing goes on.");
            replies.status(side.messageStreamId(), StatusCode.PLAY_START, "Playing goes on.");
        }
    }

    private void play2(int messageStreamId) {
        replies.status(messageStreamId, StatusCode.PLAY_FAILED, "play2 is not supported.");
    }

    private PlaySide playing(int messageStreamId) {
        MessageStream stream = session.streams().find(messageStreamId);
        return stream == null ? null : stream.playing();
    }

    private static String reason(MessageStream stream) {
        return stream.publishing() != null ? "unpublished" : "left";
    }

    private void endPublishing(MessageStream stream) {
        if (stream.publishing() != null) {
            replies.status(stream.id(), StatusCode.UNPUBLISH_SUCCESS, "Publishing has stopped.");
        }
    }

    private void unknown(Command command) {
        session.counters().increment(Counter.COMMANDS_UNKNOWN);
        if (command.transactionId() != 0) {
            replies.error(
                    command.transactionId(),
                    StatusCode.CALL_FAILED,
                    "No such command: " + PrintableText.of(command.name()));
        }
    }

    /** The publish type, {@code live} unless it is one of the others that the specification knows. */
    static String publishType(Command command) {
        String type = command.argument(1).asString().orElse("live").toLowerCase(Locale.ROOT);
        return type.equals("record") || type.equals("append") ? type : "live";
    }
}
