package dev.sluice.message;

import dev.sluice.amf.Amf0Writer;
import dev.sluice.amf.AmfValue;
import java.util.ArrayList;
import java.util.List;

/**
 * RTMP 1.0, 7.1.1 and 7.2. Always written as AMF0 (type 20): ffmpeg and GStreamer ignore replies on type 17.
 *
 * @param transactionId any double; 0 when the peer sent none
 * @param commandObject {@link AmfValue#NULL} when the peer sent none
 * @param arguments what follows the command object
 */
public record Command(String name, double transactionId, AmfValue commandObject, List<AmfValue> arguments)
        implements RtmpMessage.Encodable {
    public Command(String name, double transactionId, AmfValue commandObject, AmfValue... arguments) {
        this(name, transactionId, commandObject, List.of(arguments));
    }

    /** The argument at {@code index}; {@link AmfValue#UNDEFINED} where the peer sent fewer. */
    public AmfValue argument(int index) {
        return index < arguments.size() ? arguments.get(index) : AmfValue.UNDEFINED;
    }

    @Override
    public int type() {
        return MessageType.COMMAND_AMF0;
    }

    @Override
    public byte[] payload() {
        List<AmfValue> values = new ArrayList<>();
        values.add(AmfValue.of(name));
        values.add(AmfValue.of(transactionId));
        values.add(commandObject);
        values.addAll(arguments);
        return Amf0Writer.encode(values);
    }
}
