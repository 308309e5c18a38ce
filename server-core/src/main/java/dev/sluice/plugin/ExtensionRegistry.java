package dev.sluice.plugin;

import dev.sluice.api.Authenticator;
import dev.sluice.api.EventListener;
import dev.sluice.api.StreamRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The extensions of all plugins that run. Looked at on each use, so that what has gone is not used. Any thread may look;
 * changes are made under this object's lock, and listeners are told within it.
 */
final class ExtensionRegistry {
    /** Is told of each change. Must be quick and wait for nothing. */
    interface Listener {
        void onAdded(Registered<?> added);

        void onRemoved(Registered<?> removed);
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Registered<?>> active = List.of();
    private long number;

    void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Adds all of them at once, so that a plugin that comes is there as a whole or not. */
    synchronized void add(List<Registered<?>> added) {
        List<Registered<?>> longer = new ArrayList<>(active);
        longer.addAll(added);
        active = List.copyOf(longer);
        added.forEach(one -> listeners.forEach(listener -> listener.onAdded(one)));
    }

    /** Those that are not there any more, or not yet, are passed over. */
    synchronized void remove(List<Registered<?>> leaving) {
        List<Registered<?>> removed = new ArrayList<>(active);
        removed.retainAll(leaving);
        List<Registered<?>> shorter = new ArrayList<>(active);
        shorter.removeAll(removed);
        active = List.copyOf(shorter);
        removed.forEach(one -> listeners.forEach(listener -> listener.onRemoved(one)));
    }

    synchronized long nextNumber() {
        return ++number;
    }

    List<Registered<Authenticator>> authenticators() {
        return those(Authenticator.class);
    }

    List<Registered<StreamRecorder>> recorders() {
        return those(StreamRecorder.class);
    }

    List<Registered<EventListener>> listeners() {
        return those(EventListener.class);
    }

    private <T> List<Registered<T>> those(Class<T> point) {
        return active.stream()
                .map(one -> one.at(point))
                .filter(Objects::nonNull)
                .toList();
    }
}
