package dev.sluice.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A scalar key of the configuration file, on the record component of the same name. The component's type says how it is
 * written: {@code int} a number, {@code long} a size in bytes ({@code 64KiB}), {@code Duration} a duration
 * ({@code 10s}), an enum one of its constants in lower case, {@code OptionalInt} and {@code OptionalLong} the same with
 * {@code auto} for empty.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
    /** The default, as it would stand in the file. */
    String value();

    /** The least value, as it would stand in the file; only for what has an order. */
    String min() default "";

    /** The greatest value, as it would stand in the file. */
    String max() default "";
}
