package dev.sluice.jmx;

import dev.sluice.plugin.PluginException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Does what a client asks, on the client's thread: logs it, and lets out no exception that a client could not read. */
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final int MAX_CHARS = 500;

    /** Something asked for, which may be refused. */
    @FunctionalInterface
    interface Work {
        void run() throws PluginException;
    }

    /** The same with a result. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws PluginException;
    }

    void run(String operation, List<String> arguments, Work work) {
        call(operation, arguments, () -> {
            work.run();
            return null;
        });
    }

    /**
     * @throws IllegalArgumentException as {@code question} does
     * @throws IllegalStateException when it is refused, with the reason, or fails
     */
    <T> T call(String operation, List<String> arguments, Question<T> question) {
        String what = describe(operation, arguments);
        LOG.info("{}", what);
        return answer(what, arguments, question, Level.WARN);
    }

    /** The same for what changes nothing, and is asked again and again: not to be seen in most logs. */
    <T> T ask(String operation, List<String> arguments, Question<T> question) {
        String what = describe(operation, arguments);
        LOG.debug("{}", what);
        return answer(what, arguments, question, Level.DEBUG);
    }

    private static String describe(String operation, List<String> arguments) {
        return printable(Caller.describe()) + ": " + operation
                + arguments.stream()
                        .map(argument -> '"' + printable(withoutQuery(argument)) + '"')
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static <T> T answer(String what, List<String> arguments, Question<T> question, Level level) {
        // new exceptions without causes: those may be of classes that a client does not have
        try {
            return question.ask();
        } catch (PluginException | RefusedException refused) {
            throw new IllegalStateException(refusal(what, arguments, refused, level));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(refusal(what, arguments, wrong, level));
        } catch (RuntimeException defect) {
            LOG.error("{}: failed unexpectedly", what, defect);
            throw new IllegalStateException("failed unexpectedly, see the server's log: " + defect);
        }
    }

    private static String refusal(String what, List<String> arguments, Exception refused, Level level) {
        String why = String.valueOf(refused.getMessage());
        for (String argument : arguments) {
            why = why.replace(argument, withoutQuery(argument));
        }
        boolean secret = refused instanceof RefusedException known && known.isSecret();
        LOG.atLevel(level).log("{}: refused: {}", what, secret ? "for a reason that is not logged" : printable(why));
        return why;
    }

    /** Who gives a stream's name with the query that clients send, gives their secrets. */
    static String withoutQuery(String argument) {
        int mark = argument.indexOf('?');
        return mark < 0 ? argument : argument.substring(0, mark) + "?...";
    }

    /** Line breaks and the like would forge log lines. */
    static String printable(String text) {
        String shortened = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
        return shortened
                .replace("\n", "; ")
                .codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
