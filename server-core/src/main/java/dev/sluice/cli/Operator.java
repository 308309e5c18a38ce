package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the commands that talk to a running server have in common: the server, and where a person waits for answers. */
record Operator(ServerAccess access, Supplier<Terminal> window, Supplier<WatchClock> clock, PrintWriter out) {
    /** Something that changes the server. */
    @FunctionalInterface
    interface Action {
        Done apply(RunningServer server) throws FailedException, InterruptedException;
    }

    /**
     * What was done.
     *
     * @param lines for people, already fit to be shown
     * @param facts for {@link Json}
     */
    record Done(List<String> lines, Map<String, Object> facts) {
        static Done saying(String sentence) {
            return new Done(List.of(ShownText.of(sentence)), Map.of());
        }

        /** Null is no value of a fact. */
        Done with(String fact, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(facts);
            more.put(fact, value);
            return new Done(lines, more);
        }
    }

    /** Does it and says so. */
    int perform(AnswerOptions options, Action action) throws FailedException, InterruptedException {
        Done done;
        try (RunningServer server = access.connect()) {
            done = action.apply(server);
        }
        if (options.json()) {
            print(Json.of(done.facts()));
        } else {
            done.lines().forEach(this::print);
        }
        return 0;
    }

    void print(String line) {
        out.println(line);
    }
}
