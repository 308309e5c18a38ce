package dev.sluice.amf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random values of every kind. */
final class RandomAmf {
    private RandomAmf() {}

    static AmfValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> AmfValue.of(Double.longBitsToDouble(random.nextLong()));
            case 1 -> AmfValue.of(random.nextBoolean());
            case 2 -> AmfValue.of(text(random));
            case 3 -> AmfValue.NULL;
            case 4 -> AmfValue.UNDEFINED;
            case 5 -> new AmfValue.Date(random.nextInt(), (short) random.nextInt());
            case 6 -> new AmfValue.Obj(properties(random, depth));
            case 7 -> new AmfValue.EcmaArray(properties(random, depth));
            default -> new AmfValue.StrictArray(items(random, depth));
        };
    }

    private static Map<String, AmfValue> properties(Random random, int depth) {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            properties.put(text(random), value(random, depth - 1));
        }
        return properties;
    }

    private static List<AmfValue> items(Random random, int depth) {
        List<AmfValue> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            items.add(value(random, depth - 1));
        }
        return items;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26) : 0x1f300 + random.nextInt(100));
        }
        return text.toString();
    }
}
