package dev.sluice.amf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes AMF0 values. */
public final class Amf0Writer {
    private static final int MAX_SHORT_STRING_BYTES = 0xffff;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Amf0Writer() {}

    public static byte[] encode(AmfValue... values) {
        return encode(List.of(values));
    }

    public static byte[] encode(List<AmfValue> values) {
        Amf0Writer writer = new Amf0Writer();
        values.forEach(writer::write);
        return writer.out.toByteArray();
    }

    private void write(AmfValue value) {
        if (value instanceof AmfValue.Number number) {
            out.write(Amf0Marker.NUMBER);
            writeDouble(number.value());
        } else if (value instanceof AmfValue.Bool bool) {
            out.write(Amf0Marker.BOOLEAN);
            out.write(bool.value() ? 1 : 0);
        } else if (value instanceof AmfValue.Str string) {
            writeString(string.value());
        } else if (value instanceof AmfValue.Obj object) {
            out.write(Amf0Marker.OBJECT);
            writeProperties(object.properties());
        } else if (value instanceof AmfValue.EcmaArray array) {
            out.write(Amf0Marker.ECMA_ARRAY);
            writeInt(array.entries().size());
            writeProperties(array.entries());
        } else if (value instanceof AmfValue.StrictArray array) {
            out.write(Amf0Marker.STRICT_ARRAY);
            writeInt(array.items().size());
            array.items().forEach(this::write);
        } else if (value instanceof AmfValue.Date date) {
            out.write(Amf0Marker.DATE);
            writeDouble(date.millis());
            writeShort(date.zone());
        } else {
            out.write(value == AmfValue.NULL ? Amf0Marker.NULL : Amf0Marker.UNDEFINED);
        }
    }

    private void writeString(String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_SHORT_STRING_BYTES) {
            out.write(Amf0Marker.LONG_STRING);
            writeInt(bytes.length);
        } else {
            out.write(Amf0Marker.STRING);
            writeShort(bytes.length);
        }
        out.writeBytes(bytes);
    }

    private void writeProperties(Map<String, AmfValue> properties) {
        properties.forEach((name, value) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_SHORT_STRING_BYTES) {
                throw new IllegalArgumentException("property name of " + bytes.length + " bytes");
            }
            writeShort(bytes.length);
            out.writeBytes(bytes);
            write(value);
        });
        writeShort(0);
        out.write(Amf0Marker.OBJECT_END);
    }

    private void writeDouble(double value) {
        long bits = Double.doubleToRawLongBits(value);
        writeInt((int) (bits >>> 32));
        writeInt((int) bits);
    }

    private void writeInt(int value) {
        writeShort(value >>> 16);
        writeShort(value);
    }

    private void writeShort(int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}
