package dev.sluice.jmx;

/** Remote management cannot be as it is configured; the message, one line for people, begins with the key. */
public final class RemoteAccessException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param key below {@code management.remote} */
    RemoteAccessException(String key, String problem) {
        super("management.remote." + key + ": " + problem);
    }
}
