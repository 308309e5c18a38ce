package dev.sluice.prometheus;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape in Prometheus' text format 0.0.4 or OpenMetrics' 1.0.0, read without forgiveness: each family has its HELP and
 * TYPE first and all its samples together, counters end with _total, no series comes twice, nothing but the three escapes.
 */
final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (\\S+)", Pattern.DOTALL);
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d+)?([eE][+-]?\\d+)?|Inf)|NaN");

    private final boolean openMetrics;
    private final Map<String, Double> series = new LinkedHashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private String family = "";

    private Exposition(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    static Exposition parse(String text, boolean openMetrics) {
        require(text.endsWith("\n"), "does not end with a line feed");
        var exposition = new Exposition(openMetrics);
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        int count = lines.size();
        if (openMetrics) {
            require(lines.get(count - 1).equals("# EOF"), "no # EOF");
            count--;
        }
        for (String line : lines.subList(0, count)) {
            if (line.startsWith("#")) {
                exposition.meta(line);
            } else {
                exposition.sample(line);
            }
        }
        return exposition;
    }

    /** Values by the sample's name and its labels in order, such as {@code up{application="live",stream="a"}}. */
    Map<String, Double> series() {
        return series;
    }

    String type(String name) {
        return types.get(name);
    }

    String help(String name) {
        return helps.get(name);
    }

    private void meta(String line) {
        Matcher meta = META.matcher(line);
        require(meta.matches(), line);
        begin(meta.group(2));
        if (!meta.group(1).equals("UNIT")) {
            Map<String, String> values = meta.group(1).equals("TYPE") ? types : helps;
            require(values.put(family, meta.group(3)) == null, "twice: " + line);
        }
        require(series.keySet().stream().noneMatch(name -> belongs(name.replaceAll("\\{.*", ""))), "too late: " + line);
    }

    private void begin(String name) {
        if (!name.equals(family)) {
            require(ended.add(name), "scattered: " + name);
            family = name;
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), line);
        require(belongs(sample.group(1)), "not of " + family + ": " + line);
        require(NUMBER.matcher(sample.group(3)).matches(), "no number: " + line);
        double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
        String key = sample.group(1) + labels(sample.group(2));
        require(series.put(key, value) == null, "twice: " + line);
    }

    private boolean belongs(String name) {
        String type = types.getOrDefault(family, "none");
        return switch (type) {
            case "counter" -> name.equals(openMetrics ? family + "_total" : family) && name.endsWith("_total");
            case "gauge", "unknown" -> name.equals(family) && !name.endsWith("_total");
            case "info" -> name.equals(family + "_info");
            case "summary" -> name.matches(Pattern.quote(family) + "(_sum|_count)?");
            default -> false;
        };
    }

    private static String labels(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        var labels = new TreeMap<String, String>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            require(labels.put(label.group(1), label.group(2)) == null, "label twice: " + text);
            end = label.end();
        }
        require(end == text.length(), "labels: " + text);
        return labels.toString();
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new AssertionError(problem);
        }
    }
}
