package dev.sluice.hooks;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets every {@code await()} wait as long as a busy machine may need: only a test that fails pays for it. */
public final class Patience implements BeforeAllCallback {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
