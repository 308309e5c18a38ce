package dev.sluice.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class WarningLogTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    /** Overflows within a second, as the JVM's clock may. */
    private long now = Long.MAX_VALUE - SECOND / 2;

    private final WarningLog warnings = new WarningLog(logger(), () -> now);

    @Test
    void shouldLogFirstAtOnce() {
        warnings.warn(Counter.PLAYER_SKIPS, "first");

        assertThat(lines).containsExactly("first");
    }

    @Test
    void shouldOnlyCountTheRestOfTheSecond() {
        warnings.warn(Counter.PLAYER_SKIPS, "first");
        now += SECOND - 1;
        warnings.warn(Counter.PLAYER_SKIPS, "second");
        warnings.warn(Counter.PLAYER_SKIPS, "third");
        assertThat(lines).containsExactly("first");

        warnings.summarize();

        assertThat(lines).containsExactly("first", "2 more: " + Counter.PLAYER_SKIPS.description());
    }

    @Test
    void shouldLogAgainAfterOneSecond() {
        warnings.warn(Counter.PLAYER_SKIPS, "first");
        now += SECOND;
        warnings.warn(Counter.PLAYER_SKIPS, "second");

        assertThat(lines).containsExactly("first", "second");
    }

    @Test
    void shouldHoldEachKindForItself() {
        warnings.warn(Counter.PLAYER_SKIPS, "skip");
        warnings.warn(Counter.ACCEPT_FAILURES, "accept");

        assertThat(lines).containsExactly("skip", "accept");
    }

    @Test
    void shouldSummarizeNothingTwice() {
        warnings.warn(Counter.PLAYER_SKIPS, "first");
        warnings.warn(Counter.PLAYER_SKIPS, "second");
        warnings.summarize();
        lines.clear();

        warnings.summarize();

        assertThat(lines).isEmpty();
    }

    /** What a peer wrote may be part of a warning: it is no pattern. */
    @Test
    void shouldTakeTextAsItIs() {
        warnings.warn(Counter.PLAYER_SKIPS, "{} %s ${x}");

        assertThat(lines).containsExactly("{} %s ${x}");
    }

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("warn");
                    Object[] values = new Object[arguments.length - 1];
                    System.arraycopy(arguments, 1, values, 0, values.length);
                    lines.add(MessageFormatter.basicArrayFormat((String) arguments[0], values));
                    return null;
                });
    }
}
