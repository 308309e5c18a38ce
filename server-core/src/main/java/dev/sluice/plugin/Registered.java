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
        // of a lambda the rest is a number that differs each time
        return point.getSimpleName() + " " + extension.getClass().getName().replaceFirst("\\$\\$Lambda.*", "");
    }
}
