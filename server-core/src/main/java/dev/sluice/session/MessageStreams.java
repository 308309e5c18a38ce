package dev.sluice.session;

import java.util.ArrayList;
import java.util.List;

/** The message streams that one connection has created; ids from 1, the lowest free one first. */
final class MessageStreams {
    private final List<MessageStream> streams = new ArrayList<>(2);

    /** Returns null when there are {@code max} already. */
    MessageStream create(int max) {
        if (streams.size() >= max) {
            return null;
        }
        int id = 1;
        while (get(id) != null) {
            id++;
        }
        MessageStream created = new MessageStream(id);
        streams.add(created);
        return created;
    }

    /** Returns null when there is none of that id. */
    MessageStream get(int id) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).id() == id) {
                return streams.get(i);
            }
        }
        return null;
    }

    /** As {@link #get}, but with 0, which some clients send, for the only stream there is. */
    MessageStream find(int id) {
        return id == 0 && streams.size() == 1 ? streams.get(0) : get(id);
    }

    List<MessageStream> all() {
        return List.copyOf(streams);
    }

    /** Whether nobody but {@code stream} publishes or plays. */
    boolean isAlone(MessageStream stream) {
        return streams.stream().allMatch(other -> other == stream || other.isIdle());
    }

    /** Whether nothing is published or played. */
    boolean areIdle() {
        return streams.stream().allMatch(MessageStream::isIdle);
    }

    void delete(MessageStream stream, boolean graceful, String reason) {
        stream.end(graceful, reason);
        streams.remove(stream);
    }

    /** What came in one piece is appended. */
    void endBatch() {
        for (int i = 0; i < streams.size(); i++) {
            PublishSide side = streams.get(i).publishing();
            if (side != null) {
                side.endBatch();
            }
        }
    }

    /** Ends what is published as if the connection were cut. */
    void cutPublishing(String reason) {
        for (MessageStream stream : all()) {
            if (stream.publishing() != null) {
                stream.end(false, reason);
            }
        }
    }

    void endAll(boolean graceful, String reason) {
        all().forEach(stream -> stream.end(graceful, reason));
    }
}
