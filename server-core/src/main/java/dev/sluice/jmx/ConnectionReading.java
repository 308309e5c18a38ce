package dev.sluice.jmx;

import dev.sluice.session.SessionFigures;
import dev.sluice.session.SessionFigures.Activity;
import java.util.Date;
import java.util.function.Supplier;

/** Reads what there is to know of a connection. */
class ConnectionReading implements ConnectionRow {
    /** What clients call themselves is of any length. */
    private static final int MAX_SOFTWARE_CHARS = 200;

    private final Supplier<SessionFigures> figures;

    /** @param figures asked for each figure; of a row they are always the same */
    ConnectionReading(Supplier<SessionFigures> figures) {
        this.figures = figures;
    }

    static String software(SessionFigures session) {
        String told = session.flashVer();
        return told.length() > MAX_SOFTWARE_CHARS ? told.substring(0, MAX_SOFTWARE_CHARS) + "..." : told;
    }

    @Override
    public final long getId() {
        return figures.get().id();
    }

    @Override
    public final String getAddress() {
        return Addresses.text(figures.get().remote());
    }

    @Override
    public final String getState() {
        return figures.get().state().name();
    }

    @Override
    public final String getApplication() {
        return figures.get().connectedApp();
    }

    @Override
    public final String getRole() {
        SessionFigures now = figures.get();
        boolean publishes = now.activities().stream().anyMatch(Activity::publishing);
        boolean plays = now.activities().stream().anyMatch(activity -> !activity.publishing());
        return publishes ? plays ? "BOTH" : "PUBLISHER" : plays ? "PLAYER" : "NONE";
    }

    @Override
    public final String[] getStreams() {
        return figures.get().activities().stream()
                .map(activity -> activity.path().toString())
                .distinct()
                .toArray(String[]::new);
    }

    @Override
    public final String getSoftware() {
        return software(figures.get());
    }

    @Override
    public final Date getOpenedAt() {
        return new Date(figures.get().openedAtMillis());
    }

    @Override
    public final long getBytesIn() {
        return figures.get().bytesIn();
    }

    @Override
    public final long getBytesOut() {
        return figures.get().bytesOut();
    }

    @Override
    public final long getAcknowledgedBytes() {
        return figures.get().acknowledgedBytes();
    }

    @Override
    public final long getLagMillis() {
        return figures.get().activities().stream()
                .mapToLong(Activity::lagMillis)
                .max()
                .orElse(0);
    }

    @Override
    public final long getLagBytes() {
        return figures.get().activities().stream()
                .mapToLong(Activity::lagBytes)
                .max()
                .orElse(0);
    }

    @Override
    public final long getIdleMillis() {
        SessionFigures now = figures.get();
        return Math.min(now.lastReadMillisAgo(), now.lastWriteMillisAgo());
    }

    @Override
    public final int getEventLoop() {
        return figures.get().loopIndex();
    }
}
