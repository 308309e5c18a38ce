package dev.sluice.signedurl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decision.Verdict;
import dev.sluice.testkit.TestContext;
import dev.sluice.testkit.TestRequest;
import dev.sluice.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedUrlPluginTest {
    @TempDir
    private Path base;

    @Test
    void shouldDoNothingWithoutSettings() {
        try (TestContext context = new TestContext("auth-signed-url", base, null)) {
            new SignedUrlPlugin(context).start();

            assertThat(context.authenticators()).isEmpty();
        }
    }

    @Test
    void shouldGuardBySettingsAndTheClock() {
        SignedUrlSettings settings =
                TestSettings.of(SignedUrlSettings.class, "keys: [ { id: k1, secret: " + SignedTextTest.SECRET + " } ]");
        try (TestContext context = new TestContext("auth-signed-url", base, settings)) {
            new SignedUrlPlugin(context).start();

            long now = Instant.now().getEpochSecond();
            assertThat(verdict(context, now + 3_600)).isEqualTo(Verdict.ALLOW);
            assertThat(verdict(context, now - 3_600)).isEqualTo(Verdict.DENY);
        }
    }

    private static Verdict verdict(TestContext context, long expires) {
        byte[] signature = new SignedText("play", "live/cam1", Long.toString(expires), "k1", "")
                .signature(SignedText.secretBytes(SignedTextTest.SECRET));
        String query = "expires=" + expires + "&key=k1&sig=" + HexFormat.of().formatHex(signature);
        return context.authenticators()
                .get(0)
                .authenticate(TestRequest.play("cam1").with(query))
                .toCompletableFuture()
                .join()
                .verdict();
    }
}
