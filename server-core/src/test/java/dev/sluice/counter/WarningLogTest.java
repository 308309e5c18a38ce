package dev.sluice.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class WarningLogTest {
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final WarningLog warnings = new WarningLog(logger(), nanos::get);

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("warn");
                    String text = (String) arguments[0];
                    lines.add(
                            arguments.length == 1
                                    ? text
                                    : MessageFormatter.format(text, arguments[1], arguments[2])
                                            .getMessage());
                    return null;
                });
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    @Test
    void shouldLogTheFirstOfABurstAndThenHowManyCame() {
        for (int i = 0; i < 1000; i++) {
            warnings.warn(Counter.MESSAGE_TOO_LARGE, "too large " + i);
        }
        assertThat(lines).containsExactly("too large 0");
        pass(1000);
        warnings.summarize();
        assertThat(lines).containsExactly("too large 0", "999 more: " + Counter.MESSAGE_TOO_LARGE.description());
    }

    @Test
    void shouldLogAgainAfterASecond() {
        warnings.warn(Counter.MESSAGE_TOO_LARGE, "first");
        pass(999);
        warnings.warn(Counter.MESSAGE_TOO_LARGE, "too soon");
        pass(1);
        warnings.warn(Counter.MESSAGE_TOO_LARGE, "second");
        assertThat(lines).containsExactly("first", "second");
    }

    @Test
    void shouldKeepKindsApart() {
        warnings.warn(Counter.MESSAGE_TOO_LARGE, "a message");
        warnings.warn(Counter.DATA_TOO_LARGE, "data");
        assertThat(lines).containsExactly("a message", "data");
    }

    @Test
    void shouldSayNothingWithoutNews() {
        warnings.warn(Counter.MESSAGE_TOO_LARGE, "alone");
        pass(1000);
        warnings.summarize();
        warnings.summarize();
        assertThat(lines).containsExactly("alone");
    }
}
