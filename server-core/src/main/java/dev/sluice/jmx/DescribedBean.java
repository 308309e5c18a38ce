package dev.sluice.jmx;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;

/** An MXBean that shows what its interface's {@link Description}s say; by themselves MXBeans show names only. */
class DescribedBean extends StandardMBean {
    <T> DescribedBean(T implementation, Class<T> type) {
        super(implementation, type, true);
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return text(getMBeanInterface()).orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return Stream.of("get", "is")
                .flatMap(prefix -> method(prefix + info.getName(), 0).stream())
                .findFirst()
                .flatMap(DescribedBean::text)
                .orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return method(info).flatMap(DescribedBean::text).orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info, MBeanParameterInfo parameter, int sequence) {
        return method(info)
                .flatMap(method -> text(method.getParameters()[sequence]))
                .orElseGet(() -> super.getDescription(info, parameter, sequence));
    }

    @Override
    protected String getParameterName(MBeanOperationInfo info, MBeanParameterInfo parameter, int sequence) {
        return method(info)
                .map(method -> method.getParameters()[sequence].getAnnotation(Description.class))
                .map(Description::name)
                .orElseGet(() -> super.getParameterName(info, parameter, sequence));
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return method(info)
                .map(method -> method.getAnnotation(Description.class))
                .map(Description::impact)
                .orElseGet(() -> super.getImpact(info));
    }

    /** The signature of the information is in open types, so the number of parameters has to tell overloads apart. */
    private Optional<Method> method(MBeanOperationInfo info) {
        return method(info.getName(), info.getSignature().length);
    }

    private Optional<Method> method(String name, int parameters) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .findFirst();
    }

    private static Optional<String> text(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Description.class))
                .map(found -> found.unit().isEmpty() ? found.value() : found.value() + " [" + found.unit() + "]");
    }
}
