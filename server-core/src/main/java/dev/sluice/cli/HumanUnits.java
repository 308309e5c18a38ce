package dev.sluice.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as a person likes to read them, and durations as one writes them. Units of bits and bytes are decimal. */
final class HumanUnits {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private HumanUnits() {}

    /** Such as {@code 2.1 Mbit/s}. */
    static String rate(long bitsPerSecond) {
        return scaled(bitsPerSecond, "bit/s");
    }

    /** Such as {@code 1.4 GB}. */
    static String bytes(long bytes) {
        return scaled(bytes, "B");
    }

    private static String scaled(long amount, String unit) {
        double value = amount;
        int prefix = 0;
        // what would be printed as 1000 belongs to the next unit
        while (value >= 999.5 && prefix < PREFIXES.length - 1) {
            value /= 1_000;
            prefix++;
        }
        boolean whole = prefix == 0 || value >= 99.95;
        return String.format(Locale.ROOT, whole ? "%.0f %s%s" : "%.1f %s%s", value, PREFIXES[prefix], unit);
    }

    /** Such as {@code 13m 05s}; two units at most, rounded down. */
    static String duration(long millis) {
        if (millis < SECOND) {
            return Math.max(millis, 0) + "ms";
        }
        if (millis < MINUTE) {
            return millis / SECOND + "s";
        }
        if (millis < HOUR) {
            return pair(millis, MINUTE, "m", SECOND, "s");
        }
        return millis < DAY ? pair(millis, HOUR, "h", MINUTE, "m") : pair(millis, DAY, "d", HOUR, "h");
    }

    /** How long ago that was, by this machine's clock, which is the server's too; empty for 0, when it is not known. */
    static String since(long epochMillis) {
        return epochMillis == 0 ? "" : duration(System.currentTimeMillis() - epochMillis);
    }

    private static String pair(long millis, long large, String largeUnit, long small, String smallUnit) {
        return String.format(Locale.ROOT, "%d%s %02d%s", millis / large, largeUnit, millis % large / small, smallUnit);
    }

    /** Such as {@code 29.97} or {@code 60}. */
    static String decimal(double value, int places) {
        if (!Double.isFinite(value)) {
            return "?";
        }
        return new BigDecimal(value)
                .setScale(places, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** @throws IllegalArgumentException unless it is one, such as {@code 10m} */
    static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a duration such as 10m, got '" + text + "'");
        }
        return UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    }
}
