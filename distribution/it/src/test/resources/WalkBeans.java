import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.Descriptor;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Reads every attribute of every bean of a server, writes those that may be written with what they hold, and, given a
 * plan, invokes operations. It needs nothing but a JDK:
 *
 * <pre>java WalkBeans.java PID|URL [PLAN [MORE]]</pre>
 *
 * <p>What a bean shows has to be described, of an open type, and with its unit; what is not is a fault, and so is an
 * operation that neither PLAN nor MORE names. PLAN is performed, MORE is not. A line of a plan, its parts two blanks apart:
 *
 * <pre>
 * type=Streams  dropPlayers(live, camera)   -> 2
 * type=Streams  dropPlayers(live, nothing)  !! no such stream
 * </pre>
 *
 * <p>The text behind {@code ->} is to be in the result, that behind {@code !!} in the reason of a refusal, and {@code
 * [BEAN ATTRIBUTE]} stands for what an attribute holds.
 */
final class WalkBeans {
    private static final String DOMAIN = "dev.sluice:";
    private static final long PATIENCE_MILLIS = 60_000;
    private static final Pattern STEP = 
            Pattern.compile("((?:\\[[^]]*]|\\S)+)\\s+(\\w+)\\((.*?)\\)(?:\\s+(->|!!)\\s*(.*))?");
    private static final Pattern REFERENCE = Pattern.compile("\\[(\\S+) (\\w+)]");
    private static final Pattern MEASURE =
            Pattern.compile(".*(Millis|Bytes|Seconds|Percent|Rate)|(Bytes|Bits|Frames|Turns|Messages)(In|Out|Per).*");

    private final MBeanServerConnection beans;
    private final Collection<String> faults = new TreeSet<>();
    private final Map<String, Integer> notifications = new ConcurrentSkipListMap<>();

    /** An operation that is asked for. @param outcome null, {@code ->} or {@code !!} */
    private record Step(String bean, String operation, List<String> arguments, String outcome, String text) {
        static Step parse(String line) {
            Matcher matcher = STEP.matcher(line.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no step: " + line);
            }
            String arguments = matcher.group(3);
            return new Step(
                    matcher.group(1),
                    matcher.group(2),
                    arguments.isEmpty() ? List.of() : List.of(arguments.split(", +")),
                    matcher.group(4),
                    matcher.group(5));
        }

        boolean isOf(ObjectName name, MBeanOperationInfo info) {
            return bean.matches("type=" + name.getKeyProperty("type") + "(,.*)?") && fits(info);
        }

        boolean fits(MBeanOperationInfo info) {
            return info.getName().equals(operation) && info.getSignature().length == arguments.size();
        }
    }

    private WalkBeans(MBeanServerConnection beans) {
        this.beans = beans;
    }

    public static void main(String[] arguments) throws Exception {
        JMXServiceURL url = url(arguments[0]);
        int exitCode;
        try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
            var walk = new WalkBeans(connector.getMBeanServerConnection());
            var plans = new ArrayList<List<Step>>();
            for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
                plans.add(plan(Path.of(file)));
            }
            walk.all(plans);
            walk.faults.forEach(fault -> System.out.println("FAULT " + fault));
            exitCode = walk.faults.isEmpty() ? 0 : 1;
        } catch (IOException gone) {
            // of a server that was told to stop, the connection may not be closed in order any more
            System.out.println("connection lost: " + gone);
            exitCode = 3;
        }
        System.exit(exitCode);
    }

    private static JMXServiceURL url(String server) throws Exception {
        if (!server.matches("\\d+")) {
            return new JMXServiceURL(server);
        }
        VirtualMachine machine = VirtualMachine.attach(server);
        try {
            return new JMXServiceURL(machine.startLocalManagementAgent());
        } finally {
            machine.detach();
        }
    }

    private static List<Step> plan(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Step::parse)
                .toList();
    }

    private void all(List<List<Step>> plans) throws Exception {
        readAll();
        if (plans.isEmpty()) {
            return;
        }
        List<Step> known = plans.stream().flatMap(List::stream).toList();
        checkThatAllIsPlanned(known);
        listen();
        for (Step step : plans.get(0)) {
            perform(step);
        }
        checkThatAllIsPlanned(known);
        readAll();
        notifications.forEach((type, count) -> System.out.println("notified " + count + " of " + type));
    }

    private Collection<ObjectName> names() throws Exception {
        return new TreeSet<>(beans.queryNames(new ObjectName(DOMAIN + "*"), null));
    }

    private void readAll() throws Exception {
        long begin = System.nanoTime();
        int attributes = 0;
        Collection<ObjectName> names = names();
        for (ObjectName name : names) {
            try {
                MBeanInfo info = beans.getMBeanInfo(name);
                System.out.println(name + "  # " + info.getDescription());
                check(describes(info.getDescription(), info.getClassName()), name, "is not described");
                for (MBeanAttributeInfo attribute : info.getAttributes()) {
                    read(name, attribute);
                    attributes++;
                }
                for (MBeanOperationInfo operation : info.getOperations()) {
                    check(name, operation);
                }
            } catch (InstanceNotFoundException gone) {
                // streams and connections come and go
                check(!beans.isRegistered(name), name, "is registered and not found");
            }
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.out.printf("%d attributes of %d beans in %d ms%n", attributes, names.size(), millis);
    }

    private void read(ObjectName name, MBeanAttributeInfo attribute) throws Exception {
        String what = attribute.getName();
        Object value;
        try {
            value = beans.getAttribute(name, what);
        } catch (InstanceNotFoundException gone) {
            throw gone;
        } catch (JMException | RuntimeException e) {
            faults.add(name + " " + what + " cannot be read: " + e);
            return;
        }
        System.out.println("  " + what + " = " + show(value) + "  # " + attribute.getDescription());
        check(describes(attribute.getDescription(), what), name, what + " is not described");
        check(
                !MEASURE.matcher(what).matches() || attribute.getDescription().endsWith("]"),
                name,
                what + " has no unit: " + attribute.getDescription());
        checkType(name, what, attribute.getDescriptor(), value);
        if (attribute.isWritable()) {
            beans.setAttribute(name, new Attribute(what, value));
        }
    }

    private void checkType(ObjectName name, String what, Descriptor descriptor, Object value) {
        if (!(descriptor.getFieldValue("openType") instanceof OpenType<?> type)) {
            faults.add(name + " " + what + " is of no open type");
        } else if (value != null) {
            check(type.isValue(value), name, what + " is no " + type.getTypeName() + ": " + show(value));
        }
    }

    private void check(ObjectName name, MBeanOperationInfo operation) {
        String what = operation.getName();
        System.out.println("  " + signature(operation) + "  # " + operation.getDescription());
        check(describes(operation.getDescription(), what), name, what + " is not described");
        check(operation.getImpact() != MBeanOperationInfo.UNKNOWN, name, what + " has no impact");
        checkType(name, what, operation.getDescriptor(), null);
        for (MBeanParameterInfo parameter : operation.getSignature()) {
            String which = what + " " + parameter.getName();
            check(!parameter.getName().matches("(p|arg)\\d+"), name, which + " has no name");
            check(describes(parameter.getDescription(), parameter.getName()), name, which + " is not described");
            checkType(name, which, parameter.getDescriptor(), null);
        }
    }

    /** The JDK's own descriptions are a name, or say that this is exposed for management. */
    private static boolean describes(String description, String name) {
        return description != null
                && !description.isBlank()
                && !description.equals(name)
                && !description.matches("(?i).*(exposed for management|management interface of the mbean).*");
    }

    private void check(boolean right, ObjectName name, String fault) {
        if (!right) {
            faults.add(name + " " + fault);
        }
    }

    private static String signature(MBeanOperationInfo operation) {
        return Arrays.stream(operation.getSignature())
                .map(parameter -> parameter.getType() + " " + parameter.getName())
                .collect(Collectors.joining(", ", operation.getReturnType() + " " + operation.getName() + "(", ")"));
    }

    private void checkThatAllIsPlanned(List<Step> steps) throws Exception {
        for (ObjectName name : names()) {
            try {
                for (MBeanOperationInfo operation : beans.getMBeanInfo(name).getOperations()) {
                    if (steps.stream().noneMatch(step -> step.isOf(name, operation))) {
                        String type = name.getKeyProperty("type");
                        faults.add(type + " has an operation that no plan knows: " + signature(operation));
                    }
                }
            } catch (InstanceNotFoundException gone) {
                // has no operations any more
            }
        }
    }

    private void listen() throws Exception {
        for (ObjectName name : names()) {
            try {
                if (beans.getMBeanInfo(name).getNotifications().length > 0) {
                    beans.addNotificationListener(
                            name,
                            (notification, handback) -> {
                                boolean open = notification.getUserData() instanceof CompositeData;
                                String type = notification.getType() + (open ? "" : " without open data");
                                notifications.merge(type, 1, Integer::sum);
                            },
                            null,
                            null);
                }
            } catch (InstanceNotFoundException gone) {
                // tells nothing any more
            }
        }
    }

    private void perform(Step planned) throws Exception {
        Step step = planned;
        String outcome;
        boolean refused = false;
        try {
            step = resolve(planned);
            var name = new ObjectName(DOMAIN + step.bean());
            MBeanOperationInfo operation = operation(name, step);
            outcome = show(invoke(name, operation, step.arguments()));
        } catch (RuntimeMBeanException e) {
            refused = true;
            outcome = String.valueOf(e.getCause());
        } catch (JMException | RuntimeException e) {
            refused = true;
            outcome = "failed: " + e;
            faults.add(planned + " " + outcome);
        }
        System.out.printf(
                "%s  %s%s %s %s%n", step.bean(), step.operation(), step.arguments(), refused ? "!!" : "->", outcome);
        boolean meant = refused == "!!".equals(step.outcome());
        if (!meant || step.text() != null && !outcome.contains(step.text())) {
            faults.add(step + (refused ? " was refused: " : " gave ") + outcome);
        }
    }

    /** Waits until the bean is there: beans come a moment after what they show. */
    private MBeanOperationInfo operation(ObjectName name, Step step) throws Exception {
        awaitBean(name);
        return Arrays.stream(beans.getMBeanInfo(name).getOperations())
                .filter(step::fits)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such operation"));
    }

    private void awaitBean(ObjectName name) throws Exception {
        long begin = System.nanoTime();
        while (!beans.isRegistered(name) && System.nanoTime() - begin < PATIENCE_MILLIS * 1_000_000) {
            Thread.sleep(50);
        }
    }

    private Step resolve(Step step) throws Exception {
        var arguments = new ArrayList<String>();
        for (String argument : step.arguments()) {
            arguments.add(resolve(argument));
        }
        return new Step(resolve(step.bean()), step.operation(), arguments, step.outcome(), step.text());
    }

    private String resolve(String text) throws Exception {
        String resolved = text;
        for (MatchResult reference : REFERENCE.matcher(text).results().toList()) {
            var name = new ObjectName(DOMAIN + reference.group(1));
            awaitBean(name);
            String value = show(beans.getAttribute(name, reference.group(2)));
            resolved = resolved.replace(reference.group(), value);
        }
        return resolved;
    }

    private Object invoke(ObjectName name, MBeanOperationInfo operation, List<String> arguments) throws Exception {
        MBeanParameterInfo[] signature = operation.getSignature();
        var values = new Object[signature.length];
        var types = new String[signature.length];
        for (int i = 0; i < signature.length; i++) {
            types[i] = signature[i].getType();
            values[i] = value(types[i], arguments.get(i));
        }
        return beans.invoke(name, operation.getName(), values, types);
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "long" -> Long.valueOf(text);
            case "int" -> Integer.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            case "java.lang.String" -> text.equals("\"\"") ? "" : text;
            default -> throw new IllegalArgumentException("what is a " + type + "?");
        };
    }

    private static String show(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(WalkBeans::show).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof CompositeData data) {
            var entries = new TreeMap<String, String>();
            data.getCompositeType().keySet().forEach(key -> entries.put(key, show(data.get(key))));
            return entries.toString();
        }
        if (value instanceof TabularData table) {
            return show(table.values().toArray());
        }
        return String.valueOf(value);
    }
}
