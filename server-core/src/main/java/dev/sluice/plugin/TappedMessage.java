package dev.sluice.plugin;

import dev.sluice.api.MediaMessage;
import dev.sluice.stream.MessageRole;
import dev.sluice.stream.TapItem;

/** A message out of a stream's log, as a recording gets it. */
record TappedMessage(Kind kind, long timestamp, byte[] payload, boolean keyframe, boolean header)
        implements MediaMessage {

    static TappedMessage of(TapItem.Message message) {
        Kind kind = switch (message.kind()) {
            case AUDIO -> Kind.AUDIO;
            case VIDEO -> Kind.VIDEO;
            case DATA -> Kind.DATA;
        };
        return new TappedMessage(
                kind,
                Integer.toUnsignedLong(message.timestamp()),
                message.payload(),
                message.role() == MessageRole.KEYFRAME,
                message.role() == MessageRole.HEADER);
    }
}
