package dev.sluice.plugin;

/**
 * An extension that is active, at one extension point.
 *
 * @param number in the order of registration, for those that are equal otherwise
 */
record Registered<T>(PluginInstance owner, Class<T> point, T extension, int rank, long number) {
    /** This, if it is at that extension point, else null. */
    @SuppressWarnings("unchecked") // the point says so
    <P> Registered<P> at(Class<P> otherPoint) {
        return point == otherPoint ? (Registered<P>) this : null;
    }

    @Override
    public String toString() {
        return point.getSimpleName() + " " + extension.getClass().getName();
    }
}
