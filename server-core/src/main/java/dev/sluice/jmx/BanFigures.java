package dev.sluice.jmx;

import dev.sluice.session.Bans.Ban;
import java.util.Date;

/** One ban. */
record BanFigures(Ban ban) implements BanRow {
    private static final int MILLIS_PER_SECOND = 1_000;

    @Override
    public String getApplication() {
        return ban.path().application();
    }

    @Override
    public String getName() {
        return ban.path().name();
    }

    @Override
    public Date getSince() {
        return new Date(ban.sinceMillis());
    }

    @Override
    public long getRemainingSeconds() {
        return (ban.remainingMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }

    @Override
    public String getPublisherAddress() {
        return ban.publisherAddress();
    }
}
