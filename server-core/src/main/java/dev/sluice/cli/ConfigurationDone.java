package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.ConfigurationRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a reload or a change of the configuration did, in words. */
final class ConfigurationDone {
    private ConfigurationDone() {}

    static Done of(RunningServer server, RunningServer.Question<ConfigurationRow> change) throws FailedException {
        try {
            return of(server.ask(change));
        } catch (FailedException failure) {
            throw failure.ofConfiguration();
        }
    }

    private static Done of(ConfigurationRow row) {
        List<String> lines = new ArrayList<>();
        add(lines, "changed:", row.getChanged());
        add(lines, "changed in the file, but needs a restart:", row.getNeedingRestart());
        if (lines.isEmpty()) {
            lines.add("nothing has changed");
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("changed", row.getChanged());
        facts.put("needingRestart", row.getNeedingRestart());
        facts.put("refused", row.getRefused());
        return new Done(lines, facts);
    }

    private static void add(List<String> lines, String title, String[] keys) {
        if (keys.length > 0) {
            lines.add(title);
            Stream.of(keys).map(key -> "  " + ShownText.of(key)).forEach(lines::add);
        }
    }
}
