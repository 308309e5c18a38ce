package dev.sluice.config;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an amount is written, and what it amounts to. */
enum Quantity {
    NUMBER("", Integer.MAX_VALUE, Map.of("", 1L)),
    /** Long.MAX_VALUE is what does not fit into a long. */
    BYTES(
            "a size such as 64KiB",
            Long.MAX_VALUE - 1,
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40)),
    /** At most what is still a long in nanoseconds. */
    MILLIS(
            "a duration such as 10s",
            Long.MAX_VALUE / 1_000_000,
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L));

    private static final Pattern AMOUNT = Pattern.compile("(-?(?:0|[1-9][0-9]{0,18}))([A-Za-z]*)");

    private final String example;
    private final long greatest;
    private final Map<String, Long> units;

    Quantity(String example, long greatest, Map<String, Long> units) {
        this.example = example;
        this.greatest = greatest;
        this.units = new HashMap<>(units);
    }

    /** Where no other bound is given. */
    long greatest() {
        return greatest;
    }

    /** Empty when {@code text} is not such an amount; only a number may be negative. */
    OptionalLong parse(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        boolean negative = text.startsWith("-");
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        if (!matcher.matches() || !units.containsKey(matcher.group(2)) || negative && this != NUMBER) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), units.get(matcher.group(2))));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return OptionalLong.of(negative ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    /** What to expect, in words, for the range {@code min..max}, each of which may be empty. */
    String expected(String min, String max) {
        String least = min.isEmpty() ? "0" : min;
        if (this == NUMBER) {
            return least + ".." + (max.isEmpty() ? greatest : max);
        }
        if (max.isEmpty()) {
            return min.isEmpty() ? example : example + " of at least " + min;
        }
        return example + " in " + least + ".." + max;
    }

    /** Bytes as a person would write them. */
    static String bytes(long amount) {
        return BYTES.written(amount, "TiB", "GiB", "MiB", "KiB");
    }

    /** A duration as a person would write it. */
    static String millis(long amount) {
        return MILLIS.written(amount, "d", "h", "m", "s", "ms");
    }

    /** In the first of these units that it is a whole number of; zero, or what none of them divides, has no unit. */
    private String written(long amount, String... names) {
        for (String name : names) {
            long unit = units.get(name);
            if (amount >= unit && amount % unit == 0) {
                return amount / unit + name;
            }
        }
        return Long.toString(amount);
    }
}
