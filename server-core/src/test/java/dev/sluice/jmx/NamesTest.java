package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stream.StreamPath;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody calls a stream, its bean has a name of its own that says it. */
class NamesTest {
    /** A bean of the smallest kind. */
    public interface NothingMXBean {
        int getNothing();
    }

    private record Nothing(int getNothing) implements NothingMXBean {}

    @Test
    void shouldReadAsDocumented() {
        assertThat(Names.of(new StreamPath("live", "key")))
                .hasToString("dev.sluice:type=Stream,app=\"live\",name=\"key\"");
        assertThat(Names.of("Connection", 17)).hasToString("dev.sluice:type=Connection,id=17");
        assertThat(Names.of("Server")).hasToString("dev.sluice:type=Server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "?",
                ",",
                "=",
                ":",
                "\"",
                "\\",
                "\n",
                "\\n",
                "*?,=:\"\\\n",
                "a,type=Server",
                "\"",
                "\\\"",
                " ",
                "",
                "\r\t\0",
                "a/b/c",
                "größe",
                "名前",
                "\uD83D\uDE00",
                "\u2028",
                "\u202e",
                "\uD800"
            })
    void shouldQuoteWhateverAStreamIsCalled(String odd) throws Exception {
        ObjectName name = Names.of(new StreamPath("a" + odd, odd));
        assertThat(name.isPattern()).isFalse();
        assertThat(ObjectName.unquote(name.getKeyProperty("app"))).isEqualTo("a" + odd);
        assertThat(ObjectName.unquote(name.getKeyProperty("name"))).isEqualTo(odd);
        assertThat(name.getKeyProperty("type")).isEqualTo("Stream");
        assertThat(name.getKeyPropertyList()).hasSize(3);
        assertThat(new ObjectName(name.toString())).isEqualTo(name);
        assertThat(name).isNotEqualTo(Names.of(new StreamPath("a" + odd, odd + odd + "x")));

        MBeanServer beans = MBeanServerFactory.newMBeanServer();
        beans.registerMBean(new DescribedBean(new Nothing(5), NothingMXBean.class), name);
        assertThat(beans.getAttribute(name, "Nothing")).isEqualTo(5);
        assertThat(beans.queryNames(name, null)).containsExactly(name);
        assertThat(beans.queryNames(new ObjectName("dev.sluice:type=Stream,*"), null))
                .containsExactly(name);
        beans.unregisterMBean(name);
        assertThat(beans.isRegistered(name)).isFalse();
    }
}
