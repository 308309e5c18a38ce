package dev.sluice.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a command that shows something. */
final class QueryOptions extends AnswerOptions {
    private static final String USUAL_SECONDS = "2";

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "SECONDS",
            preprocessor = OptionalSeconds.class,
            description = "Shows it again every 2 or so many seconds, until Ctrl-C.")
    private Integer watchSeconds;

    boolean watches() {
        return watchSeconds != null;
    }

    int watchSeconds() {
        return watchSeconds;
    }

    /** So that in {@code --watch live/test} the stream is not taken for a number of seconds. */
    private static final class OptionalSeconds implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            boolean attached = "=".equals(info.get("separator"));
            boolean given = !arguments.isEmpty() && arguments.peek().matches("[0-9]+");
            if (!attached && !given) {
                arguments.push(USUAL_SECONDS);
            }
            return false;
        }
    }
}
