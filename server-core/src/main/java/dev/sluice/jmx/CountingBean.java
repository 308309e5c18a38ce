package dev.sluice.jmx;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.ImmutableDescriptor;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import javax.management.openmbean.SimpleType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bean that has one more attribute for each {@link Counter}, but for those that its interface shows already. */
final class CountingBean extends DescribedBean {
    private static final Logger LOG = LoggerFactory.getLogger(CountingBean.class);

    private final Counters counters;
    private final Map<String, Counter> counted = new LinkedHashMap<>();
    private final MBeanInfo info;

    <T> CountingBean(T implementation, Class<T> type, Counters counters) {
        super(implementation, type);
        this.counters = counters;
        MBeanInfo own = super.getMBeanInfo();
        List<MBeanAttributeInfo> attributes = new ArrayList<>(List.of(own.getAttributes()));
        List<String> shown =
                attributes.stream().map(MBeanAttributeInfo::getName).toList();
        for (Counter counter : Counter.values()) {
            if (!shown.contains(attributeOf(counter))) {
                counted.put(attributeOf(counter), counter);
                attributes.add(describe(counter));
            }
        }
        this.info = new MBeanInfo(
                own.getClassName(),
                own.getDescription(),
                attributes.toArray(MBeanAttributeInfo[]::new),
                own.getConstructors(),
                own.getOperations(),
                own.getNotifications(),
                own.getDescriptor());
    }

    /** {@code PLAYER_SKIPS} as {@code PlayerSkips}. */
    static String attributeOf(Counter counter) {
        return Arrays.stream(counter.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static MBeanAttributeInfo describe(Counter counter) {
        // as the JDK describes a long of an MXBean
        var descriptor = new ImmutableDescriptor(
                new String[] {"openType", "originalType"}, new Object[] {SimpleType.LONG, long.class.getName()});
        return new MBeanAttributeInfo(
                attributeOf(counter),
                long.class.getName(),
                counter.description() + " [count]",
                true,
                false,
                false,
                descriptor);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return info;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException, ReflectionException {
        Counter counter = counted.get(name);
        return counter == null ? super.getAttribute(name) : counters.get(counter);
    }

    /** Without those that cannot be read, as the JDK does it. */
    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList values = new AttributeList();
        Stream.of(names).forEach(name -> {
            try {
                values.add(new Attribute(name, getAttribute(name)));
            } catch (JMException | RuntimeException unreadable) {
                LOG.debug("attribute {} cannot be read", name, unreadable);
            }
        });
        return values;
    }
}
