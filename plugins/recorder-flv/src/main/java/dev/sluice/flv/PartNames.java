package dev.sluice.flv;

import java.time.Clock;
import java.time.ZonedDateTime;

/** The names of the files of one recording, one after the other. For one thread. */
final class PartNames {
    private final PathPattern pattern;
    private final String application;
    private final String name;
    private final OnExisting onExisting;
    private final Clock clock;
    private int part;
    private String path = "";
    private boolean repeated;

    PartNames(PathPattern pattern, String application, String name, OnExisting onExisting, Clock clock) {
        this.pattern = pattern;
        this.application = application;
        this.name = name;
        this.onExisting = onExisting;
        this.clock = clock;
    }

    /** Moves on to the next file, and gives its path within the folder. */
    String next() {
        String last = path;
        part++;
        path = pattern.expand(application, name, part, ZonedDateTime.now(clock));
        repeated = path.equals(last);
        return path;
    }

    /** What to do if it is there already: what it overwrites or gives way to is never another part of this recording. */
    OnExisting onExisting() {
        return repeated ? OnExisting.RENAME : onExisting;
    }

    String stream() {
        return application + "/" + name;
    }
}
