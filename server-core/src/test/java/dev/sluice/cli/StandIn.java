package dev.sluice.cli;

import dev.sluice.jmx.ConnectionsMXBean;
import dev.sluice.jmx.EventLoopMXBean;
import dev.sluice.jmx.PluginHostMXBean;
import dev.sluice.jmx.RecordingsMXBean;
import dev.sluice.jmx.ServerMXBean;
import dev.sluice.jmx.StreamsMXBean;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The beans of a server that is not there, in an MBean server of their own: they show and do what a test wants. */
final class StandIn {
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** What an operation does. */
    @FunctionalInterface
    interface Operation {
        Object run(Object[] arguments);
    }

    /** The server's bean has an attribute for each counter; these will do. */
    public interface CountingServerMXBean extends ServerMXBean {
        long getPlayerSkips();

        long getLoopErrors();
    }

    StandIn() throws JMException {
        register("Server", CountingServerMXBean.class);
        register("Streams", StreamsMXBean.class);
        register("Connections", ConnectionsMXBean.class);
        register("PluginHost", PluginHostMXBean.class);
        register("Recordings", RecordingsMXBean.class);
    }

    MBeanServer beans() {
        return beans;
    }

    /** @param name as JMX has it, such as {@code Streams.Bans} */
    StandIn show(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    /** @param name such as {@code Streams.dropPlayers} */
    StandIn on(String name, Operation operation) {
        operations.put(name, operation);
        return this;
    }

    StandIn refuse(String name, String reason) {
        return on(name, arguments -> {
            throw new IllegalStateException(reason);
        });
    }

    void loop(int id, double busyPercent) throws JMException {
        String type = "EventLoop,id=" + id;
        show(type + ".Id", id).show(type + ".BusyPercent", busyPercent).show(type + ".LongestTurnMillis", 3.14);
        register(type, EventLoopMXBean.class);
    }

    void forget(String type) throws JMException {
        beans.unregisterMBean(name(type));
    }

    /** Operations other than pages and descriptions, in their order, such as {@code Streams.liftBan[live, a]}. */
    List<String> asked() {
        return asked;
    }

    private <T> void register(String type, Class<T> kind) throws JMException {
        T bean = stand(kind, (method, arguments) -> answer(type, method, arguments));
        beans.registerMBean(new StandardMBean(bean, kind, true), name(type));
    }

    private static ObjectName name(String type) throws JMException {
        return new ObjectName("dev.sluice:type=" + type);
    }

    private Object answer(String type, Method method, Object[] arguments) {
        String name = type + "." + method.getName();
        if (arguments.length == 0 && method.getName().matches("(get|is)[A-Z].*")) {
            return attributes.getOrDefault(
                    type + "." + method.getName().replaceFirst("get|is", ""), nothing(method.getReturnType()));
        }
        if (!method.getName().matches("page|describe|effectiveConfiguration")) {
            asked.add(name + Arrays.toString(arguments));
        }
        Operation operation = operations.get(name);
        return operation == null ? nothing(method.getReturnType()) : operation.run(arguments);
    }

    /** A row, or whatever else has getters only. @param values by names as JMX has them in rows */
    static <T> T row(Class<T> kind, Map<String, Object> values) {
        return stand(kind, (method, arguments) -> {
            String name = method.getName().replaceFirst("get|is", "");
            String item = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
            return values.getOrDefault(item, nothing(method.getReturnType()));
        });
    }

    /** What is called on a stand-in. */
    @FunctionalInterface
    private interface Behaviour {
        Object answer(Method method, Object[] arguments);
    }

    private static <T> T stand(Class<T> kind, Behaviour behaviour) {
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> self == arguments[0];
                case "toString" -> kind.getSimpleName();
                default -> behaviour.answer(method, arguments);
            };
        }));
    }

    private static Object nothing(Class<?> type) {
        if (type == String.class) {
            return "";
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type == List.class) {
            return List.of();
        }
        return type.isPrimitive() && type != void.class ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}
