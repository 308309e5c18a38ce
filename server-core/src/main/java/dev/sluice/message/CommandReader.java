package dev.sluice.message;

import dev.sluice.amf.Amf0Reader;
import dev.sluice.amf.AmfValue;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Decodes commands, types 20 and 17. */
final class CommandReader {
    private final int type;
    private final Amf0Reader amf;
    private final List<AmfValue> values = new ArrayList<>();

    private CommandReader(int type, ByteBuffer payload) {
        this.type = type;
        this.amf = new Amf0Reader(payload);
    }

    static RtmpMessage decode(int type, ByteBuffer payload) {
        int selector = FormatSelector.length(type, payload);
        ByteBuffer amf = payload.slice(payload.position() + selector, payload.remaining() - selector);
        return new CommandReader(type, amf).decode();
    }

    private RtmpMessage decode() {
        readValues();
        if (values.isEmpty()) {
            return new RtmpMessage.Unknown(type);
        }
        String name = values.get(0)
                .asString()
                .orElseThrow(() -> new ProtocolException(Reason.BAD_COMMAND, "a command without a name"));
        double transactionId = values.size() > 1 ? values.get(1).asNumber().orElse(0) : 0;
        AmfValue commandObject = values.size() > 2 ? values.get(2) : AmfValue.NULL;
        List<AmfValue> arguments = values.size() > 3 ? List.copyOf(values.subList(3, values.size())) : List.of();
        return new Command(name, transactionId, commandObject, arguments);
    }

    /** AMF3 is the end of what can be read, not an error: the session decides on what came before it. */
    private void readValues() {
        try {
            while (amf.hasRemaining()) {
                values.add(amf.read());
            }
        } catch (ProtocolException e) {
            if (!amf.metAmf3()) {
                throw e;
            }
        }
    }
}
