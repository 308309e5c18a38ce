package dev.sluice.jmx;

import dev.sluice.plugin.BlockedAddress;
import java.net.Inet6Address;

/** One that is kept out. */
record BlockedFigures(BlockedAddress blocked) implements BlockedRow {
    @Override
    public String getAddress() {
        String literal = blocked.address().getHostAddress();
        return blocked.address() instanceof Inet6Address ? literal + "/64" : literal;
    }

    @Override
    public String getAction() {
        return blocked.action().name();
    }

    @Override
    public long getRemainingMillis() {
        return blocked.remainingMillis();
    }
}
