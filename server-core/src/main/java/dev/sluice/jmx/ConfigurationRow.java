package dev.sluice.jmx;

/** What a reload or a change of the configuration did. Keys in alphabetical order. */
public interface ConfigurationRow {
    /** They hold from now on. */
    @Description("Keys whose new values hold now.")
    String[] getChanged();

    /** They stay as they are. */
    @Description("Keys that were changed in the file, but stay as they are until the server is started again.")
    String[] getNeedingRestart();

    /** They go on with the settings that they had, or do not run; a line or more each. The rest of the configuration holds. */
    @Description("What plugins say that refuse their settings; they go on with those they had, or do not run.")
    String[] getRefused();
}
