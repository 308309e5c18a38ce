package dev.sluice.codec;

import dev.sluice.amf.Amf0Reader;
import dev.sluice.amf.AmfValue;
import dev.sluice.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What onMetaData claims. Nothing checks it on its way, and encoders are not strict about types: a number may be a string,
 * a codec a legacy id, a FourCC as a number or as text.
 */
final class Metadata {
    private static final String SET_DATA_FRAME = "@setDataFrame";
    private static final String ON_METADATA = "onMetaData";
    /** Of a string that is to be a number. */
    private static final int MAX_CHARS = 24;

    private final AmfValue values;

    private Metadata(AmfValue values) {
        this.values = values;
    }

    static Metadata of(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.kind() == Header.Kind.METADATA)
                .findFirst()
                .map(header -> new Metadata(read(header.payload())))
                .orElseGet(() -> new Metadata(AmfValue.UNDEFINED));
    }

    private static AmfValue read(byte[] payload) {
        try {
            var in = new Amf0Reader(ByteBuffer.wrap(payload));
            String name = in.read().asString().orElse("");
            if (name.equals(SET_DATA_FRAME)) {
                name = in.read().asString().orElse("");
            }
            return name.equals(ON_METADATA) ? in.read() : AmfValue.UNDEFINED;
        } catch (ProtocolException e) {
            return AmfValue.UNDEFINED; // it is relayed all the same
        }
    }

    VideoDescription video() {
        double rate = number("framerate");
        return VideoCodec.describe(codec("videocodecid"))
                .withPicture((long) number("width"), (long) number("height"))
                .withFrameRate(rate > 0 ? rate : number("videoframerate"));
    }

    AudioDescription audio() {
        return AudioCodec.describe(codec("audiocodecid")).withSound((int) number("audiosamplerate"), channels());
    }

    private int channels() {
        int told = (int) number("audiochannels");
        return told > 0
                ? told
                : values.property("stereo")
                        .asBoolean()
                        .map(stereo -> stereo ? 2 : 1)
                        .orElse(0);
    }

    /** -1 when there is none. */
    private int codec(String name) {
        double id = value(name);
        if (Double.isNaN(id)) {
            return Ids.fourCc(values.property(name).asString().orElse(""));
        }
        // 0 is what some write who have none; nobody sends the PCM that it stands for
        return id >= 1 && id <= Integer.MAX_VALUE ? (int) id : Ids.NONE;
    }

    /** 0 when there is none. */
    private double number(String name) {
        double value = value(name);
        return Double.isNaN(value) ? 0 : value;
    }

    /** NaN when there is none. */
    private double value(String name) {
        AmfValue value = values.property(name);
        return value.asNumber().orElseGet(() -> parse(value.asString().orElse("")));
    }

    private static double parse(String text) {
        try {
            return text.length() > MAX_CHARS ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
