package dev.sluice.cli;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.rmi.ConnectException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;

/**
 * The beans of a running server. What they show is read as open data, so that it can be printed as it is; what they can be
 * asked, through their interfaces. All failures are {@link FailedException}s of one sentence.
 */
final class RunningServer implements AutoCloseable {
    private static final String DOMAIN = "dev.sluice:type=";

    private final MBeanServerConnection beans;
    private final AutoCloseable connection;

    RunningServer(MBeanServerConnection beans, AutoCloseable connection) {
        this.beans = beans;
        this.connection = connection;
    }

    /** Something asked of a bean. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws JMException, IOException;
    }

    /** The same without an answer. */
    @FunctionalInterface
    interface Order {
        void run();
    }

    /** All attributes of {@code dev.sluice:type=TYPE}, in lowerCamelCase. */
    Map<String, Object> attributes(String type) throws FailedException {
        ObjectName name = name(type);
        return ask(() -> attributes(name, Arrays.stream(infos(name)).map(MBeanAttributeInfo::getName)));
    }

    /** What the attributes of {@code dev.sluice:type=TYPE} are, by their names in lowerCamelCase. */
    Map<String, String> descriptions(String type) throws FailedException {
        MBeanAttributeInfo[] infos = ask(() -> infos(name(type)));
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (MBeanAttributeInfo info : infos) {
            descriptions.put(decapitalized(info.getName()), info.getDescription());
        }
        return descriptions;
    }

    /** All attributes of each {@code dev.sluice:type=TYPE,id=N}, by number. */
    List<Map<String, Object>> numbered(String type) throws FailedException {
        return ask(() -> {
            List<ObjectName> names = beans.queryNames(name(type + ",id=*"), null).stream()
                    .sorted((a, b) -> Integer.compare(number(a), number(b)))
                    .toList();
            Stream.Builder<Map<String, Object>> all = Stream.builder();
            for (ObjectName name : names) {
                // they are all of one kind
                all.add(attributes(name, Arrays.stream(infos(names.get(0))).map(MBeanAttributeInfo::getName)));
            }
            return all.build().toList();
        });
    }

    private static int number(ObjectName name) {
        return Integer.parseInt(name.getKeyProperty("id"));
    }

    private MBeanAttributeInfo[] infos(ObjectName name) throws JMException, IOException {
        return beans.getMBeanInfo(name).getAttributes();
    }

    private Map<String, Object> attributes(ObjectName name, Stream<String> names) throws JMException, IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Attribute attribute :
                beans.getAttributes(name, names.toArray(String[]::new)).asList()) {
            values.put(decapitalized(attribute.getName()), attribute.getValue());
        }
        return values;
    }

    /** As java.beans does it, which not every Java runtime has. */
    private static String decapitalized(String name) {
        boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return acronym ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** A table that is an attribute of {@code dev.sluice:type=TYPE}. */
    List<Row> rows(String type, String attribute) throws FailedException {
        return rows(ask(() -> beans.getAttribute(name(type), attribute)));
    }

    /** What an operation returns, as open data. */
    Object invoke(String type, String operation, Object[] arguments, Class<?>... signature) throws FailedException {
        String[] types = Arrays.stream(signature).map(Class::getName).toArray(String[]::new);
        return ask(() -> beans.invoke(name(type), operation, arguments, types));
    }

    /** Empty when it is no table. */
    static List<Row> rows(Object table) {
        return table instanceof CompositeData[] rows
                ? Arrays.stream(rows).map(Row::of).toList()
                : List.of();
    }

    /** One attribute of any bean of the server's JVM. */
    Object attribute(String bean, String attribute) throws FailedException {
        return ask(() -> beans.getAttribute(ObjectName.getInstance(bean), attribute));
    }

    /** What can be asked of {@code dev.sluice:type=TYPE}; for use within {@link #ask}. */
    <T> T bean(String type, Class<T> kind) {
        return JMX.newMXBeanProxy(beans, name(type), kind);
    }

    void order(Order order) throws FailedException {
        ask(() -> {
            order.run();
            return null;
        });
    }

    <T> T ask(Question<T> question) throws FailedException {
        try {
            return question.ask();
        } catch (RuntimeMBeanException refused) {
            throw refusal(refused.getTargetException());
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw refusal(refused);
        } catch (UndeclaredThrowableException wrapped) {
            throw failure(wrapped.getUndeclaredThrowable());
        } catch (JMException | IOException | RuntimeException failure) {
            throw failure(failure);
        }
    }

    private static FailedException refusal(RuntimeException refused) {
        boolean said = refused instanceof IllegalArgumentException || refused instanceof IllegalStateException;
        return said && refused.getMessage() != null ? FailedException.refused(refused.getMessage()) : failure(refused);
    }

    private static FailedException failure(Throwable failure) {
        if (failure instanceof RuntimeMBeanException refused) {
            return refusal(refused.getTargetException());
        }
        if (failure instanceof InstanceNotFoundException) {
            return FailedException.because("the server does not show " + failure.getMessage()
                    + ": it is stopping, or of another version than this command");
        }
        if (failure instanceof ConnectException) {
            // the JDK names a host for other machines, which nobody has tried
            return FailedException.because("the server has gone");
        }
        if (failure instanceof IOException) {
            return FailedException.because("the connection to the server broke: " + text(innermost(failure)));
        }
        return FailedException.because("the server answered with an unexpected error: " + text(failure));
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure).lines().findFirst().orElse("");
    }

    private static ObjectName name(String type) {
        try {
            return ObjectName.getInstance(DOMAIN + type);
        } catch (JMException impossible) {
            throw new IllegalArgumentException(type, impossible);
        }
    }

    /** A server that has gone meanwhile is no failure. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (Exception gone) {
            // nothing is left to close
        }
    }
}
