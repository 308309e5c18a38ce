package dev.sluice.jmx;

import java.util.Date;

/**
 * What there is to know of one stream. Figures are of this moment, each of its own; rates are of the same window as those
 * of {@link ServerMXBean}. Sums begin when the stream comes into being, with its first publisher or player, and live on
 * over publishers that come back; when the last of both has gone, so have they.
 *
 * <p>What is known of the media comes from its sequence headers, and where these are silent from onMetaData, which is
 * what the publisher claims. Empty texts and zeros are unknown.
 */
public interface StreamRow {
    /** The longest configured prefix of its path. */
    @Description("Its application.")
    String getApplication();

    /** The rest of its path; may hold slashes. */
    @Description("Its name, without a query.")
    String getName();

    /** {@code LIVE}, {@code HELD} or {@code WAITING}. */
    @Description("LIVE; HELD while players wait for a publisher whose connection broke; WAITING without one.")
    String getState();

    /** Address and port, or empty. */
    @Description("Where its publisher is; empty without one.")
    String getPublisherAddress();

    /** 0 without one. */
    @Description("The number of its publisher's connection; 0 without one.")
    long getPublisherConnectionId();

    /** The flashVer of its connect, or empty. */
    @Description("What its publisher says it is, such as FMLE/3.0 (compatible; FMSc/1.0).")
    String getPublisherSoftware();

    /** Null without a publisher. */
    @Description("Since when it is published; null when it is not.")
    Date getPublishedAt();

    /** Since {@link #getPublishedAt}. */
    @Description(value = "How long it has been published; 0 when it is not.", unit = "ms")
    long getDurationMillis();

    /** Those that wait for a publisher included. */
    @Description(value = "Its players; those that wait for a publisher included.", unit = "players")
    int getPlayers();

    /** How many recorders record it. */
    @Description(value = "How many plugins record it.", unit = "recordings")
    int getRecordings();

    /** Such as {@code H.264}. */
    @Description("Its video codec, such as H.264.")
    String getVideoCodec();

    /** Such as {@code High 4.1}. */
    @Description("Profile and level of its video, such as High 4.1.")
    String getVideoProfile();

    /** As shown, after cropping. */
    @Description(value = "The width of its picture; 0 when unknown.", unit = "pixels")
    int getWidth();

    /** As shown, after cropping. */
    @Description(value = "The height of its picture; 0 when unknown.", unit = "pixels")
    int getHeight();

    /** As declared; compare {@link #getFramesPerSecondIn}. */
    @Description(value = "The frame rate that its headers or metadata declare; 0 when unknown.", unit = "frames/s")
    double getFrameRate();

    /** Measured, over the window. */
    @Description(value = "Video frames that come, over the rate window.", unit = "frames/s")
    double getFramesPerSecondIn();

    /** Such as {@code AAC}. */
    @Description("Its audio codec, such as AAC.")
    String getAudioCodec();

    /** Such as {@code LC}. */
    @Description("The profile of its audio, such as LC.")
    String getAudioProfile();

    /** As the decoder puts it out. */
    @Description(value = "The sample rate of its audio; 0 when unknown.", unit = "Hz")
    int getAudioSampleRate();

    /** As the decoder puts it out. */
    @Description(value = "The channels of its audio; 0 when unknown.", unit = "channels")
    int getAudioChannels();

    /** Over the window. */
    @Description(value = "Media that comes from its publisher, over the rate window.", unit = "bits/s")
    long getBitsPerSecondIn();

    /** Over the window, to all players together. */
    @Description(value = "Media that goes to its players, all together, over the rate window.", unit = "bits/s")
    long getBitsPerSecondOut();

    /** Payloads of audio, video and data messages. */
    @Description(value = "Media that came from its publishers.", unit = "bytes")
    long getBytesIn();

    /** With chunk headers. */
    @Description(value = "Media that went to its players.", unit = "bytes")
    long getBytesOut();

    /** Audio, video and data. */
    @Description(value = "Messages that came from its publishers.", unit = "messages")
    long getMessagesIn();

    /** By their timestamps. */
    @Description(value = "Between its last two keyframes, by their timestamps; 0 when unknown.", unit = "ms")
    int getKeyframeIntervalMillis();

    /** In direct memory. */
    @Description(value = "Memory that its log takes.", unit = "bytes")
    long getLogBytes();

    /** Each time that one of them was too far behind. */
    @Description(value = "Times that a player which was too far behind was moved forward.", unit = "skips")
    long getPlayerSkips();
}
