package dev.sluice.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What the control thread knows of one plugin, whether it runs or not. For that thread. */
final class ManagedPlugin {
    /** Whoever has run for that long begins anew at its next quarantine. */
    private static final Duration GOOD_WORK = Duration.ofHours(1);

    private final String id;
    private PluginArchive archive;
    private Path copy;
    private PluginInstance instance;
    private LifeCycle state = LifeCycle.STOPPED;
    private String cause = "";
    private Instant since = Instant.now();
    private boolean heldByOperator;
    private String stoppedWith = "";
    private long earlierFailures;
    private Instant startedAt = Instant.EPOCH;
    private int threadsLeft;
    private SettingsSource accepted;
    private int quarantines;
    /** Null while nobody has looked. */
    private Boolean mayAuthenticate;

    ManagedPlugin(PluginArchive archive) {
        this.id = archive.id();
        this.archive = archive;
    }

    String id() {
        return id;
    }

    PluginArchive archive() {
        return archive;
    }

    void archive(PluginArchive newArchive) {
        archive = newArchive;
        mayAuthenticate = null;
    }

    /** Whether it is an authenticator for all that its file tells. */
    boolean mayAuthenticate() {
        if (mayAuthenticate == null) {
            mayAuthenticate = archive.mayAuthenticate();
        }
        return mayAuthenticate;
    }

    /** What it is loaded from; null while it is not. */
    Path copy() {
        return copy;
    }

    PluginInstance instance() {
        return instance;
    }

    LifeCycle state() {
        return state;
    }

    String cause() {
        return cause;
    }

    /** Returns how often it happened with no longer time of good work in between. */
    int countQuarantine() {
        if (Duration.between(startedAt, Instant.now()).compareTo(GOOD_WORK) > 0) {
            quarantines = 0;
        }
        return ++quarantines;
    }

    void forgetQuarantines() {
        quarantines = 0;
    }

    /** The settings that it last started with; null without any. */
    SettingsSource accepted() {
        return accepted;
    }

    /** Whether these are the settings that it was left with after it had refused others. */
    boolean goesOnWith(SettingsSource settings) {
        return Objects.equals(accepted, settings);
    }

    void accepted(SettingsSource settings) {
        accepted = settings;
    }

    boolean isStarted() {
        return state == LifeCycle.STARTED;
    }

    /** Whether the operator has stopped it, so that only the operator starts it. */
    boolean isHeld() {
        return heldByOperator;
    }

    void hold(boolean held) {
        heldByOperator = held;
    }

    /** The plugin that it needs and that it was stopped with, or empty. */
    String stoppedWith() {
        return stoppedWith;
    }

    void stoppedWith(String other) {
        stoppedWith = other;
    }

    void started(PluginInstance running, Path from) {
        instance = running;
        copy = from;
        stoppedWith = "";
        startedAt = Instant.now();
        enter(LifeCycle.STARTED, "");
    }

    /** What is left of a start that has failed. */
    void refused(PluginInstance failed) {
        earlierFailures += failed.failures().total();
        threadsLeft = failed.threadsLeft().size();
    }

    void ended(LifeCycle newState, String why) {
        if (instance != null) {
            refused(instance);
            instance = null;
        }
        copy = null;
        enter(newState, why);
    }

    /** Something to know of a plugin that goes on as it was. */
    void note(String text) {
        cause = text;
    }

    private void enter(LifeCycle newState, String why) {
        state = newState;
        cause = why;
        since = Instant.now();
    }

    PluginView view(boolean guards, long droppedEvents) {
        return new PluginView(
                id,
                archive.version(),
                text(archive.descriptor().getProvider()),
                text(archive.descriptor().getPluginDescription()),
                state,
                cause,
                archive.file(),
                since,
                instance == null ? List.of() : instance.extensionNames(),
                guards,
                earlierFailures + (instance == null ? 0 : instance.failures().total()),
                droppedEvents,
                threadsLeft);
    }

    private static String text(String maybe) {
        return maybe == null ? "" : maybe;
    }
}
