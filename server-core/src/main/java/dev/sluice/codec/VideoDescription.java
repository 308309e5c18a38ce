package dev.sluice.codec;

/**
 * The picture of a stream. What is not known, or cannot be true, is empty or 0.
 *
 * @param codec for people, with profile and level as far as they are known: "H.264 High 4.1"
 * @param codecId the FourCC, or a name for the codecs that have none in RTMP: "avc1", "hvc1", "av01", "vp09", "h263"
 * @param width of the picture that comes out of the decoder, in pixels; that they may not be square is left out
 * @param frameRate pictures a second, to three decimals; of interlaced H.264, frames
 * @param profile as the codec's standard calls it: "High"
 * @param level as the codec's standard counts it: "4.1"
 * @param tracks how many video tracks there are; what the others say is of the first
 */
public record VideoDescription(
        String codec,
        String codecId,
        int width,
        int height,
        double frameRate,
        String profile,
        String level,
        int tracks) {

    public static final VideoDescription UNKNOWN = new VideoDescription("", "", 0, 0, 0, "", "", 0);

    private static final int MAX_PIXELS = 65_536;
    private static final int MAX_TRACKS = 256;
    /** Beyond it, a figure is the resolution of a clock and not how many pictures there are. */
    private static final int MAX_FRAME_RATE = 300;

    public VideoDescription {
        boolean picture = width > 0 && width <= MAX_PIXELS && height > 0 && height <= MAX_PIXELS;
        width = picture ? width : 0;
        height = picture ? height : 0;
        double rounded = Math.rint(frameRate * 1000) / 1000;
        frameRate = rounded > 0 && rounded <= MAX_FRAME_RATE ? rounded : 0;
        tracks = Math.max(0, Math.min(tracks, MAX_TRACKS));
    }

    /** The codec alone: "H.264". */
    public String name() {
        String suffix = profileAndLevel();
        return codec.endsWith(suffix)
                ? codec.substring(0, codec.length() - suffix.length()).strip()
                : codec;
    }

    /** As far as they are known: "High 4.1". */
    public String profileAndLevel() {
        return (profile + " " + level).strip();
    }

    /** A codec of which nothing else is known. */
    static VideoDescription of(String name, String codecId) {
        return new VideoDescription(name, codecId, 0, 0, 0, "", "", 1);
    }

    VideoDescription withProfile(String profileName, String levelName) {
        String suffix = (profileName + " " + levelName).strip();
        String full = (codec + " " + suffix).strip();
        return new VideoDescription(full, codecId, width, height, frameRate, profileName, levelName, tracks);
    }

    /** Longs, so that what a parser multiplies cannot wrap into something credible. */
    VideoDescription withPicture(long newWidth, long newHeight) {
        return new VideoDescription(
                codec, codecId, pixels(newWidth), pixels(newHeight), frameRate, profile, level, tracks);
    }

    VideoDescription withFrameRate(double newFrameRate) {
        return new VideoDescription(codec, codecId, width, height, newFrameRate, profile, level, tracks);
    }

    VideoDescription withTracks(int newTracks) {
        return new VideoDescription(codec, codecId, width, height, frameRate, profile, level, newTracks);
    }

    /** Whether it is the same codec, as far as is known. */
    boolean mayBe(VideoDescription other) {
        return codecId.isEmpty() || codecId.equals(other.codecId);
    }

    /** Takes from the other what this does not know; the codec as a whole, and the picture's size. */
    VideoDescription or(VideoDescription other) {
        VideoDescription named = codecId.isEmpty() ? other : this;
        VideoDescription sized = width == 0 ? other : this;
        return new VideoDescription(
                named.codec,
                named.codecId,
                sized.width,
                sized.height,
                frameRate == 0 ? other.frameRate : frameRate,
                named.profile,
                named.level,
                tracks == 0 ? other.tracks : tracks);
    }

    private static int pixels(long count) {
        return count > 0 && count <= MAX_PIXELS ? (int) count : 0;
    }
}
