package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.List;

/**
 * @param byDefault when no authenticator decides
 * @param timeout for one decision, then it is a denial
 * @param order ids of the plugins to be asked first
 * @param combine what makes one decision of many
 */
public record AuthConfig(
        @Setting(name = "default", value = "allow") AuthDefault byDefault,

        @Setting(value = "5s", min = "100ms", max = "1m") Duration timeout,

        @Setting List<String> order,

        @Setting("first") AuthCombine combine) {}
