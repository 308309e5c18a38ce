package dev.sluice.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key of the configuration, on the record component that holds its value. The component's type says how it is written:
 *
 * <ul>
 *   <li>{@code int}: a number; {@code long}: a size in bytes, such as {@code 64KiB}; {@code java.time.Duration}: a
 *       duration, such as {@code 10s}; {@code OptionalInt} and {@code OptionalLong}: the same with {@code auto} for empty
 *   <li>{@code boolean}: {@code true} or {@code false}
 *   <li>{@code String}: text, which may be empty only when its default is
 *   <li>an enum: one of its constants in lower case, with {@code -} for {@code _}
 *   <li>{@code List} of one of these, whose default is written with commas, and whose {@code min} and {@code max} are
 *       those of each item; in the file it is a YAML list, or one text with commas
 *   <li>{@code Map} from {@code String} to one of these, whose default is empty
 * </ul>
 *
 * <p>A text in a list or map is never empty.
 *
 * <p>A component that is a record, or a list or map of records, needs no annotation: its keys are the record's
 * components; a list or map that is not written is empty unless {@link #required} says otherwise. What a record's
 * constructor refuses with an {@link IllegalArgumentException} is reported with its message at the place of the record.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** The key, where the component cannot be called so, as with {@code default}; else the component's name counts. */
    String name() default "";

    /** The default, as it would stand in the file. */
    String value() default "";

    /** The least value, as it would stand in the file; only for what has an order. Empty means 0. */
    String min() default "";

    /** The greatest value, as it would stand in the file. Empty means as much as the type holds. */
    String max() default "";

    /** Whether it has no default: it must be written, and a list or map must hold something. */
    boolean required() default false;

    /**
     * Whether its value must not be shown: not in errors, not in management. It is taken out of a message of the record's
     * constructor as well.
     */
    boolean secret() default false;
}
