package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest.Action;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuthFailuresTest {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BLOCK_NANOS = TimeUnit.SECONDS.toNanos(300);

    /** Wraps soon, as System.nanoTime may. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(100));

    private int maxFailures = 3;
    private final AuthFailures failures = new AuthFailures(
            () -> new AuthSettings(true, 1, List.of(), false, maxFailures, WINDOW_NANOS, BLOCK_NANOS), clock::get);
    private final Requests one = Requests.publish("key");

    private void deny(Requests request, int times) {
        for (int i = 0; i < times; i++) {
            failures.denied(request);
        }
    }

    private void pass(long nanos) {
        clock.addAndGet(nanos);
    }

    @Test
    void shouldBlockAddressAndActionAfterSoManyDenials() {
        deny(one, 2);
        assertThat(failures.isBlocked(one)).isFalse();

        deny(one, 1);

        assertThat(failures.isBlocked(one)).isTrue();
        assertThat(failures.isBlocked(one.play())).isFalse();
        assertThat(failures.isBlocked(one.from("192.0.2.2"))).isFalse();
    }

    @Test
    void shouldCountWithinWindow() {
        deny(one, 2);
        pass(WINDOW_NANOS);
        deny(one, 1);
        assertThat(failures.isBlocked(one)).isTrue();
    }

    @Test
    void shouldForgetDenialsAfterWindow() {
        deny(one, 2);
        pass(WINDOW_NANOS + 1);
        deny(one, 2);
        assertThat(failures.isBlocked(one)).isFalse();
        deny(one, 1);
        assertThat(failures.isBlocked(one)).isTrue();
    }

    @Test
    void shouldBlockForSoLongAndThenCountAnew() {
        deny(one, 3);
        pass(BLOCK_NANOS - 1);
        assertThat(failures.isBlocked(one)).isTrue();
        assertThat(failures.blocked()).hasSize(1);

        pass(1);

        assertThat(failures.isBlocked(one)).isFalse();
        assertThat(failures.blocked()).isEmpty();
        deny(one, 2);
        assertThat(failures.isBlocked(one)).isFalse();
        deny(one, 1);
        assertThat(failures.isBlocked(one)).isTrue();
    }

    @Test
    void shouldTakeIpv6NetworkOf64BitsForOneAddress() {
        deny(one.from("2001:db8:1:2:3::1"), 2);
        deny(one.from("2001:db8:1:2:ffff::2"), 1);

        assertThat(failures.isBlocked(one.from("2001:db8:1:2::abcd"))).isTrue();
        assertThat(failures.isBlocked(one.from("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void shouldTakeMappedAddressForIpv4() {
        deny(one.from("::ffff:192.0.2.1"), 3);

        assertThat(failures.isBlocked(one)).isTrue();
    }

    @Test
    void shouldSayWhoIsBlockedAndForHowLong() throws Exception {
        deny(one, 3);
        pass(TimeUnit.SECONDS.toNanos(100));

        assertThat(failures.blocked())
                .containsExactly(new BlockedAddress(InetAddress.getByName("192.0.2.1"), Action.PUBLISH, 200_000));
    }

    @Test
    void shouldLiftAllThatIsHeldAgainstAddress() throws Exception {
        deny(one, 3);
        deny(one.play(), 2);

        assertThat(failures.lift(InetAddress.getByName("192.0.2.1"))).isTrue();

        assertThat(failures.isBlocked(one)).isFalse();
        deny(one.play(), 2);
        assertThat(failures.isBlocked(one.play())).isFalse();
        assertThat(failures.lift(InetAddress.getByName("192.0.2.1"))).isFalse();
    }

    @Test
    void shouldLiftByAnyAddressOfTheNetwork() throws Exception {
        deny(one.from("2001:db8::1"), 3);

        assertThat(failures.lift(InetAddress.getByName("2001:db8::99"))).isTrue();

        assertThat(failures.isBlocked(one.from("2001:db8::1"))).isFalse();
    }

    @Test
    void shouldNeverBlockWithZero() {
        maxFailures = 0;
        deny(one, 1000);

        assertThat(failures.isBlocked(one)).isFalse();
        assertThat(failures.blocked()).isEmpty();
    }

    @Test
    void shouldForgetWhoWasDeniedLongestAgoBeyondItsBound() {
        deny(one, 2);
        for (int i = 0; i < 100_000; i++) {
            failures.denied(one.from("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
        }

        deny(one, 1);

        assertThat(failures.isBlocked(one)).isFalse();
    }
}
