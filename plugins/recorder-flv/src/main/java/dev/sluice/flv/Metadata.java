package dev.sluice.flv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a publisher's {@code onMetaData} says, such as width and height: each property as it came, in AMF0, as far as it
 * fits. Publishers may be hostile, so its depth, size and number are bounded; what comes before a fault counts.
 */
record Metadata(List<Property> properties) {
    static final Metadata NONE = new Metadata(List.of());

    /** What it takes in AMF0 at most. */
    static final int MAX_BYTES = 8 << 10;

    private static final String NAME = "onMetaData";
    private static final int MAX_DEPTH = 8;
    /** ffmpeg gives up on longer strings, and on all that follows. */
    private static final int MAX_PROPERTY_BYTES = 1_000;

    /** @param name in Latin-1, so that it holds any bytes */
    record Property(String name, byte[] value) {
        int bytes() {
            return 2 + name.length() + value.length;
        }
    }

    /** @param payload the body of a script tag; what is no metadata gives {@link #NONE} */
    static Metadata read(ByteBuffer payload) {
        return read(payload, MAX_PROPERTY_BYTES, MAX_BYTES);
    }

    /** Of a body that this recorder has written. */
    static Metadata readOwn(ByteBuffer body) {
        return read(body, body.remaining(), body.remaining());
    }

    private static Metadata read(ByteBuffer payload, int maxPropertyBytes, int maxBytes) {
        ByteBuffer in = payload.slice();
        List<Property> properties = new ArrayList<>();
        boolean named = in.remaining() > 3
                && in.get() == Amf0.STRING
                && name(in).filter(NAME::equals).isPresent();
        if (named && Amf0.enterObject(in)) {
            readProperties(in, properties, maxPropertyBytes, maxBytes);
        }
        return properties.isEmpty() ? NONE : new Metadata(List.copyOf(properties));
    }

    private static void readProperties(ByteBuffer in, List<Property> properties, int maxPropertyBytes, int maxBytes) {
        Set<String> names = new HashSet<>();
        int bytes = 0;
        while (true) {
            Optional<String> name = name(in);
            int start = in.position();
            if (name.isEmpty() || name.get().isEmpty() || !Amf0.skip(in, MAX_DEPTH)) {
                return;
            }
            var property = new Property(name.get(), Amf0.copy(in, start));
            boolean fits = property.bytes() <= maxPropertyBytes && bytes + property.bytes() <= maxBytes;
            if (fits && names.add(property.name())) {
                properties.add(property);
                bytes += property.bytes();
            }
        }
    }

    private static Optional<String> name(ByteBuffer in) {
        if (in.remaining() < 2 || in.remaining() - 2 < (in.getShort(in.position()) & 0xffff)) {
            return Optional.empty();
        }
        byte[] name = new byte[in.getShort() & 0xffff];
        in.get(name);
        return Optional.of(new String(name, StandardCharsets.ISO_8859_1));
    }

    boolean isEmpty() {
        return properties.isEmpty();
    }

    /** Whether there is a text of that name and value. */
    boolean has(String name, String text) {
        return properties.stream()
                .anyMatch(property -> property.name().equals(name)
                        && new String(property.value(), StandardCharsets.ISO_8859_1)
                                .equals("\u0002\0" + (char) text.length() + text));
    }

    /** @param lowerCaseNames in any case */
    Metadata without(Set<String> lowerCaseNames) {
        return new Metadata(properties.stream()
                .filter(property -> !lowerCaseNames.contains(property.name().toLowerCase(Locale.ROOT)))
                .toList());
    }
}
