package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.openmbean.SimpleType;
import org.junit.jupiter.api.Test;

/** Counters as attributes. */
class CountingBeanTest {
    /** What such a bean shows by itself. */
    public interface OwnMXBean {
        @Description(value = "Something of its own.", unit = "bytes")
        long getBytesIn();

        /** To be written. */
        void setLevel(String level);
    }

    private static final class Own implements OwnMXBean {
        private String level = "";

        @Override
        public long getBytesIn() {
            return 77;
        }

        @Override
        public void setLevel(String newLevel) {
            level = newLevel;
        }
    }

    private final Counters counters = new Counters();
    private final Own own = new Own();
    private final CountingBean bean = new CountingBean(own, OwnMXBean.class, counters);

    @Test
    void shouldShowEachCounterOnce() throws Exception {
        counters.add(Counter.PLAYER_SKIPS, 3);
        assertThat(bean.getAttribute("PlayerSkips")).isEqualTo(3L);
        counters.add(Counter.BYTES_IN, 5);
        assertThat(bean.getAttribute("BytesIn")).isEqualTo(77L);
        Map<String, MBeanAttributeInfo> shown = Arrays.stream(
                        bean.getMBeanInfo().getAttributes())
                .collect(Collectors.toMap(MBeanAttributeInfo::getName, Function.identity()));
        assertThat(shown).hasSize(Counter.values().length + 1);
        for (Counter counter : Counter.values()) {
            MBeanAttributeInfo attribute = shown.get(CountingBean.attributeOf(counter));
            assertThat(attribute.getType()).isEqualTo("long");
            if (counter != Counter.BYTES_IN) {
                assertThat(attribute.getDescription()).isEqualTo(counter.description() + " [count]");
                assertThat(attribute.getDescriptor().getFieldValue("openType")).isEqualTo(SimpleType.LONG);
                assertThat(attribute.isWritable()).isFalse();
            }
        }
        assertThat(shown.get("BytesIn").getDescription()).isEqualTo("Something of its own. [bytes]");
    }

    @Test
    void shouldReadManyAtOnceAndLeaveOutWhatThereIsNot() {
        counters.increment(Counter.BAD_AMF);
        List<Attribute> read = bean.getAttributes(new String[] {"BytesIn", "Nonsense", "BadAmf"})
                .asList();
        assertThat(read).containsExactly(new Attribute("BytesIn", 77L), new Attribute("BadAmf", 1L));
    }

    @Test
    void shouldWriteItsOwnOnly() throws Exception {
        bean.setAttribute(new Attribute("Level", "DEBUG"));
        assertThat(own.level).isEqualTo("DEBUG");
        assertThatExceptionOfType(AttributeNotFoundException.class)
                .isThrownBy(() -> bean.setAttribute(new Attribute("BadAmf", 0L)));
        assertThatExceptionOfType(AttributeNotFoundException.class).isThrownBy(() -> bean.getAttribute("Nonsense"));
    }
}
