package dev.sluice.api;

/** Something that was registered with the server, and that goes when this is closed or the plugin stops. */
public interface Registration extends AutoCloseable {
    /** Removes it: it is not called any more, but for a call that is under way. Any thread; may be called again. */
    @Override
    void close();
}
