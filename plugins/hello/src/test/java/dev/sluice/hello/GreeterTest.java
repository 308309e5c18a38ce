package dev.sluice.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.api.ServerEvent;
import dev.sluice.testkit.TestContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreeterTest {
    @TempDir
    private Path base;

    @Test
    void shouldGreetPublishers() {
        try (var context = new TestContext("hello", base, new Greeter.Settings("Welcome"))) {
            ServerEvent event = ServerEvent.of(ServerEvent.Type.PUBLISH_STARTED).stream("live", "test")
                    .build();
            assertEquals("Welcome live/test", new Greeter(context).words(event));
        }
    }
}
