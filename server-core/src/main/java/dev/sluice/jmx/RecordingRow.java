package dev.sluice.jmx;

/** A recording that is under way. */
public interface RecordingRow {
    /** Unique while the server runs; events about it carry the same number. */
    @Description("Its number.")
    long getId();

    /** Of the stream. */
    @Description("The stream's application.")
    String getApplication();

    /** Of the stream, within the application; may hold slashes. */
    @Description("The stream's name.")
    String getName();

    /** The id of the plugin that records. */
    @Description("The plugin that records.")
    String getPlugin();

    /** As the plugin says it, or empty. */
    @Description("Where it goes, as the plugin says it.")
    String getLocation();

    /** In milliseconds since 1970, UTC. */
    @Description(value = "When it began.", unit = "ms since 1970, UTC")
    long getStartedAtMillis();

    /** Audio, video and data messages, of this moment. */
    @Description(value = "What was written so far.", unit = "messages")
    long getMessages();

    /** Audio, video and data messages, of this moment. */
    @Description(value = "What was left out because the plugin was too slow.", unit = "messages")
    long getDropped();
}
