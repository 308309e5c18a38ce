package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final Delivery delivery = new Delivery();

    @Test
    void shouldDeliverEverythingAtFirst() {
        assertThat(delivery.isPlain()).isTrue();
        for (MessageKind kind : MessageKind.values()) {
            for (MessageRole role : MessageRole.values()) {
                assertThat(delivery.admits(kind, role)).as("%s %s", kind, role).isTrue();
            }
        }
    }

    @Test
    void shouldLeaveOutVideoUntilKeyframe() {
        delivery.awaitKeyframe(true);

        assertThat(delivery.isPlain()).isFalse();
        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.FRAME)).isFalse();
        assertThat(delivery.admits(MessageKind.AUDIO, MessageRole.FRAME)).isTrue();
        assertThat(delivery.admits(MessageKind.DATA, MessageRole.OTHER)).isTrue();

        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.KEYFRAME)).isTrue();
        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.FRAME)).isTrue();
        assertThat(delivery.isPlain()).isTrue();
    }

    @Test
    void shouldAlwaysDeliverHeaders() {
        delivery.kinds(false, false);
        delivery.awaitKeyframe(true);

        for (MessageKind kind : MessageKind.values()) {
            assertThat(delivery.admits(kind, MessageRole.HEADER)).as("%s", kind).isTrue();
        }
        assertThat(delivery.admits(MessageKind.AUDIO, MessageRole.FRAME)).isFalse();
        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.KEYFRAME)).isFalse();
    }

    @Test
    void shouldNotTakeUnwantedKeyframeForTheOneAwaited() {
        delivery.awaitKeyframe(true);
        delivery.kinds(true, false);
        delivery.admits(MessageKind.VIDEO, MessageRole.KEYFRAME);
        delivery.kinds(true, true);

        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.FRAME)).isFalse();
    }

    @Test
    void shouldAwaitKeyframeWhenVideoIsWantedAgain() {
        delivery.kinds(true, false);
        delivery.kinds(true, true);

        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.FRAME)).isFalse();
        assertThat(delivery.admits(MessageKind.VIDEO, MessageRole.KEYFRAME)).isTrue();
    }

    @Test
    void shouldGoOnWithVideoWhenOnlyAudioIsSwitched() {
        delivery.kinds(false, true);
        delivery.kinds(true, true);

        assertThat(delivery.isPlain()).isTrue();
    }
}
