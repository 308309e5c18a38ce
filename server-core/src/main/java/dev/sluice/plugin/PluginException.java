package dev.sluice.plugin;

/** Something asked of the plugin host could not be done; the message says why, for an operator. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 100;

    PluginException(String message) {
        super(message);
    }

    PluginException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What went wrong at the bottom, in one line or, for refused settings, a line for each fault. Of causes that go round
     * in a circle any one.
     */
    static String causeOf(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < MAX_CAUSES; depth++) {
            if (root.getCause() == null || root instanceof PluginException) {
                break;
            }
            root = root.getCause();
        }
        boolean plain = root instanceof PluginException || root instanceof dev.sluice.api.SettingsException;
        return plain && root.getMessage() != null ? root.getMessage() : root.toString();
    }
}
