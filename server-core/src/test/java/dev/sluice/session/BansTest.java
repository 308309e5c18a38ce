package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.session.Bans.Ban;
import dev.sluice.stream.StreamPath;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BansTest {
    private static final StreamPath KEY = path("key");

    private final Counters counters = new Counters();
    /** Close to where the clock overflows, which it may at any time. */
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    private final Bans bans = new Bans(counters, () -> nanos);

    private static StreamPath path(String name) {
        return new StreamPath("live", name);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void shouldBanAStreamForThatLong() {
        bans.ban(KEY, Duration.ofSeconds(10), "");
        pass(Duration.ofMillis(9_999));
        assertThat(bans.isBanned(KEY)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(bans.isBanned(KEY)).isFalse();
        assertThat(bans.all()).isEmpty();
        assertThat(bans.lift(KEY)).isFalse();
    }

    @Test
    void shouldBanNoOtherStream() {
        bans.ban(KEY, Duration.ofSeconds(10), "");
        assertThat(bans.isBanned(new StreamPath("other", "key"))).isFalse();
        assertThat(bans.isBanned(path("key2"))).isFalse();
    }

    @Test
    void shouldListWhatIsBanned() {
        long before = System.currentTimeMillis();
        bans.ban(KEY, Duration.ofSeconds(10), "10.0.0.9:5021");
        pass(Duration.ofSeconds(4));
        Ban ban = bans.all().get(0);
        assertThat(ban.path()).isEqualTo(KEY);
        assertThat(ban.remainingMillis()).isEqualTo(6_000);
        assertThat(ban.publisherAddress()).isEqualTo("10.0.0.9:5021");
        assertThat(ban.sinceMillis()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void shouldLiftABanAtOnce() {
        bans.ban(KEY, Duration.ofDays(1), "");
        assertThat(bans.lift(KEY)).isTrue();
        assertThat(bans.isBanned(KEY)).isFalse();
        assertThat(bans.lift(KEY)).isFalse();
    }

    @Test
    void shouldGoByTheLastBan() {
        bans.ban(KEY, Duration.ofDays(1), "");
        bans.ban(KEY, Duration.ofSeconds(1), "");
        pass(Duration.ofSeconds(1));
        assertThat(bans.isBanned(KEY)).isFalse();
    }

    @Test
    void shouldSayHowLongAndCountThatItDid() {
        assertThat(bans.refusal(KEY)).isEmpty();
        bans.ban(KEY, Duration.ofSeconds(90), "");
        assertThat(bans.refusal(KEY)).contains("Banned for another 90 s.");
        pass(Duration.ofMillis(89_999));
        assertThat(bans.refusal(KEY)).contains("Banned for another 1 s.");
        pass(Duration.ofMillis(1));
        assertThat(bans.refusal(KEY)).isEmpty();
        assertThat(counters.get(Counter.PUBLISHES_BANNED)).isEqualTo(2);
    }

    @Test
    void shouldBanForVeryLong() {
        bans.ban(KEY, Duration.ofSeconds(Long.MAX_VALUE), "");
        pass(Duration.ofDays(36_499));
        assertThat(bans.isBanned(KEY)).isTrue();
    }

    @Test
    void shouldRefuseABanOfNoTime() {
        assertThatThrownBy(() -> bans.ban(KEY, Duration.ZERO, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bans.ban(KEY, Duration.ofSeconds(-1), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldForgetWhatEndsSoonestWhenThereAreTooMany() {
        for (int i = 0; i < Bans.MAX_BANS; i++) {
            bans.ban(path("key" + i), Duration.ofSeconds(i == 4711 ? 60 : 100 + i), "");
        }
        bans.ban(path("key1"), Duration.ofSeconds(100), "again");
        assertThat(bans.isBanned(path("key4711"))).isTrue();
        bans.ban(KEY, Duration.ofSeconds(1), "");
        assertThat(bans.all()).hasSize(Bans.MAX_BANS);
        assertThat(bans.isBanned(path("key4711"))).isFalse();
        assertThat(bans.isBanned(KEY)).isTrue();
    }

    @Test
    void shouldForgetWhatHasEndedBeforeAnythingElse() {
        for (int i = 0; i < Bans.MAX_BANS; i++) {
            bans.ban(path("key" + i), Duration.ofSeconds(i == 4711 ? 1 : 100 + i), "");
        }
        pass(Duration.ofSeconds(1));
        bans.ban(KEY, Duration.ofSeconds(1), "");
        assertThat(bans.isBanned(path("key0"))).isTrue();
        assertThat(bans.all()).hasSize(Bans.MAX_BANS);
    }
}
