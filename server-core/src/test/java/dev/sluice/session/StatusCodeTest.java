package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.amf.Amf0Writer;
import dev.sluice.amf.AmfValue;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusCodeTest {
    private static final int OBJECT_MARKER = 3;

    /** Anything but an object with a description leaves ffmpeg and librtmp waiting for ever (interop 3.8). */
    @ParameterizedTest
    @EnumSource(StatusCode.class)
    void shouldGiveObjectWithLevelCodeAndDescription(StatusCode status) {
        AmfValue information = status.information("Because.");

        assertThat(Amf0Writer.encode(information)[0]).isEqualTo((byte) OBJECT_MARKER);
        assertThat(information.asProperties().orElseThrow()).containsOnlyKeys("level", "code", "description");
        assertThat(text(information, "code")).matches("Net(Connection|Stream)(\\.[A-Z][A-Za-z]+){2}");
        assertThat(text(information, "description")).isEqualTo("Because.");
    }

    /** ffmpeg judges by the level alone. */
    @ParameterizedTest
    @EnumSource(StatusCode.class)
    void shouldCallRefusalsErrors(StatusCode status) {
        boolean refusal = text(status.information(""), "code")
                .matches(".*\\.(Rejected|InvalidApp|Failed|BadName|Denied|Idle|StreamNotFound)");

        assertThat(text(status.information(""), "level")).isEqualTo(refusal ? "error" : "status");
    }

    @Test
    void shouldHaveEachCodeOnce() {
        assertThat(Arrays.stream(StatusCode.values()).map(status -> text(status.information(""), "code")))
                .doesNotHaveDuplicates();
    }

    private static String text(AmfValue information, String property) {
        return information.property(property).asString().orElseThrow();
    }
}
