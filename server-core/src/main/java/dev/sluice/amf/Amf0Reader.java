package dev.sluice.amf;

import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads AMF0 values one after another. A count or length in the input never allocates: memory grows with bytes that are
 * there. Bad input is a {@link ProtocolException} with {@link Reason#BAD_AMF}.
 */
public final class Amf0Reader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 4096;
    private static final int MAX_KEY_BYTES = 4096;

    private final ByteBuffer in;
    private int values;
    private boolean amf3;

    /** @param in is read from its position to its limit; its position is not moved */
    public Amf0Reader(ByteBuffer in) {
        this.in = in.slice();
    }

    public boolean hasRemaining() {
        return in.hasRemaining();
    }

    /** Whether the last {@link #read} failed for a switch to AMF3, which is legal but not spoken here. */
    public boolean metAmf3() {
        return amf3;
    }

    public AmfValue read() {
        return read(0);
    }

    private AmfValue read(int depth) {
        if (depth > MAX_DEPTH) {
            throw bad("nested deeper than " + MAX_DEPTH);
        }
        if (++values > MAX_VALUES) {
            throw bad("more than " + MAX_VALUES + " values");
        }
        int marker = unsignedByte();
        return switch (marker) {
            case Amf0Marker.NUMBER -> new AmfValue.Number(need(8).getDouble());
            case Amf0Marker.BOOLEAN -> new AmfValue.Bool(unsignedByte() != 0);
            case Amf0Marker.STRING -> new AmfValue.Str(string(unsignedShort()));
            case Amf0Marker.LONG_STRING, Amf0Marker.XML_DOCUMENT -> new AmfValue.Str(string(need(4).getInt()));
            case Amf0Marker.OBJECT -> new AmfValue.Obj(properties(depth));
            case Amf0Marker.ECMA_ARRAY -> ecmaArray(depth);
            case Amf0Marker.TYPED_OBJECT -> typedObject(depth);
            case Amf0Marker.STRICT_ARRAY -> strictArray(depth);
            case Amf0Marker.DATE -> new AmfValue.Date(need(10).getDouble(), in.getShort());
            case Amf0Marker.NULL -> AmfValue.NULL;
            case Amf0Marker.UNDEFINED, Amf0Marker.UNSUPPORTED -> AmfValue.UNDEFINED;
            case Amf0Marker.REFERENCE -> reference();
            case Amf0Marker.AMF3_SWITCH -> throw amf3();
            default -> throw bad("marker 0x" + Integer.toHexString(marker));
        };
    }

    private AmfValue ecmaArray(int depth) {
        // The count is only a hint, and often wrong (OBS: always 20).
        need(4).getInt();
        return new AmfValue.EcmaArray(properties(depth));
    }

    private AmfValue typedObject(int depth) {
        skipString(unsignedShort());
        return new AmfValue.Obj(properties(depth));
    }

    /** References are not followed: they can build cycles, and no value this server needs is sent as one. */
    private AmfValue reference() {
        unsignedShort();
        return AmfValue.NULL;
    }

    private AmfValue strictArray(int depth) {
        int count = need(4).getInt();
        if (Integer.compareUnsigned(count, in.remaining()) > 0) {
            throw bad("array longer than its message");
        }
        List<AmfValue> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(depth + 1));
        }
        return new AmfValue.StrictArray(items);
    }

    private Map<String, AmfValue> properties(int depth) {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        // Some encoders (Envivio) leave out the end marker of the outermost object at the end of the message.
        while (depth > 0 || in.hasRemaining()) {
            int keyBytes = unsignedShort();
            if (keyBytes == 0 && in.hasRemaining() && in.get(in.position()) == Amf0Marker.OBJECT_END) {
                in.get();
                break;
            }
            if (keyBytes > MAX_KEY_BYTES) {
                throw bad("key of " + keyBytes + " bytes");
            }
            String key = string(keyBytes);
            properties.put(key, read(depth + 1));
        }
        return properties;
    }

    private String string(int length) {
        checkLength(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skipString(int length) {
        checkLength(length);
        in.position(in.position() + length);
    }

    private void checkLength(int length) {
        if (Integer.compareUnsigned(length, in.remaining()) > 0) {
            throw bad("string longer than its message");
        }
    }

    private int unsignedByte() {
        return need(1).get() & 0xff;
    }

    private int unsignedShort() {
        return need(2).getShort() & 0xffff;
    }

    private ByteBuffer need(int bytes) {
        if (in.remaining() < bytes) {
            throw bad("truncated");
        }
        return in;
    }

    private ProtocolException amf3() {
        amf3 = true;
        return bad("switch to AMF3");
    }

    private static ProtocolException bad(String what) {
        return new ProtocolException(Reason.BAD_AMF, "AMF0: " + what);
    }
}
