package dev.sluice.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.MBeanOperationInfo;

/** What clients show beside a bean, an attribute (at its getter), an operation or one of its parameters. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@interface Description {
    String value();

    /** Of the number, shown behind the sentence; empty where there is none. */
    String unit() default "";

    /** Of a parameter, whose name is not there at run time. */
    String name() default "";

    /** Of an operation, one of the constants of {@link MBeanOperationInfo}. */
    int impact() default MBeanOperationInfo.ACTION;
}
