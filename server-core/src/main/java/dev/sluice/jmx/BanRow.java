package dev.sluice.jmx;

import java.util.Date;

/** A stream that nobody may publish for a while. */
public interface BanRow {
    /** Of the stream. */
    @Description("The stream's application.")
    String getApplication();

    /** Of the stream. */
    @Description("The stream's name.")
    String getName();

    /** When it was made. */
    @Description("Since when.")
    Date getSince();

    /** Of this moment. */
    @Description(value = "How much longer.", unit = "s, rounded up")
    long getRemainingSeconds();

    /** Address and port. */
    @Description("Where the publisher was that was disconnected for it.")
    String getPublisherAddress();
}
