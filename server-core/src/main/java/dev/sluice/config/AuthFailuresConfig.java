package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;

/**
 * When an address that is denied too often is blocked. Only explicit denials count, each action for itself.
 *
 * @param max denials; zero = nobody is blocked
 * @param per within this time
 * @param blockFor how long the address is refused without asking
 */
public record AuthFailuresConfig(
        @Setting(value = "10", min = "0", max = "1000000") int max,

        @Setting(value = "1m", min = "1s", max = "1d") Duration per,

        @Setting(value = "5m", min = "1s", max = "30d") Duration blockFor) {}
