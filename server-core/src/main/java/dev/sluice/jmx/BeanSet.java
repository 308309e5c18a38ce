package dev.sluice.jmx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.ObjectName;

/**
 * Beans for things that come and go, as many as may be. What has come and gone between two looks costs nothing. For the
 * management thread, but for what says otherwise.
 */
final class BeanSet<K> {
    private final Beans beans;
    private final IntSupplier max;
    private final Function<K, ObjectName> naming;
    private final Function<K, Optional<DescribedBean>> making;
    private final Map<K, ObjectName> names = new LinkedHashMap<>();
    private volatile int size;

    /** @param making may find that the thing has gone just now */
    BeanSet(Beans beans, IntSupplier max, Function<K, ObjectName> naming, Function<K, Optional<DescribedBean>> making) {
        this.beans = beans;
        this.max = max;
        this.naming = naming;
        this.making = making;
    }

    /** How many there are. Any thread. */
    int size() {
        return size;
    }

    /**
     * Takes those away whose thing has gone, then makes others as long as there is room.
     *
     * @param there what has, or may have, a bean
     * @param candidates asked only when there is room; in the order in which they get it
     */
    void follow(Predicate<K> there, Supplier<Stream<K>> candidates) {
        int most = max.getAsInt();
        for (K known : List.copyOf(names.keySet())) {
            if (!there.test(known)) {
                remove(known);
            }
        }
        List<K> newest = new ArrayList<>(names.keySet());
        for (int last = newest.size() - 1; last >= most; last--) {
            remove(newest.get(last));
        }
        if (names.size() < most) {
            candidates
                    .get()
                    .filter(candidate -> !names.containsKey(candidate) && there.test(candidate))
                    .limit(most - names.size())
                    .forEach(this::add);
        }
        size = names.size();
    }

    private void add(K key) {
        ObjectName name = naming.apply(key);
        if (making.apply(key).filter(bean -> beans.register(name, bean)).isPresent()) {
            names.put(key, name);
        }
    }

    private void remove(K key) {
        beans.unregister(names.remove(key));
    }
}
