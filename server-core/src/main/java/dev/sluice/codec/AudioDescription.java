package dev.sluice.codec;

/**
 * The sound of a stream. What is not known, or cannot be true, is empty or 0.
 *
 * @param codec for people: "AAC-LC", "HE-AAC", "Opus", "MP3"
 * @param codecId the FourCC, or a name for the codecs that have none in RTMP: "mp4a", "Opus", "fLaC", "ac-3", "ec-3",
 *     "mp3", "speex", "nellymoser", "pcm", "adpcm", "alaw", "ulaw"
 * @param profile as the codec's standard calls it: "LC"
 * @param sampleRate of the sound as it is heard, in hertz
 * @param channels of the sound as it is heard
 * @param tracks how many audio tracks there are; what the others say is of the first
 */
public record AudioDescription(String codec, String codecId, String profile, int sampleRate, int channels, int tracks) {

    public static final AudioDescription UNKNOWN = new AudioDescription("", "", "", 0, 0, 0);

    private static final String AAC = "mp4a";
    private static final int MIN_SAMPLE_RATE = 1_000;
    private static final int MAX_SAMPLE_RATE = 768_000;
    private static final int MAX_CHANNELS = 255;
    private static final int MAX_TRACKS = 256;

    public AudioDescription {
        sampleRate = sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE ? sampleRate : 0;
        channels = channels > 0 && channels <= MAX_CHANNELS ? channels : 0;
        tracks = Math.max(0, Math.min(tracks, MAX_TRACKS));
    }

    /** The codec alone: "AAC". */
    public String name() {
        return codecId.equals(AAC) ? "AAC" : codec;
    }

    /** A codec of which nothing else is known. */
    static AudioDescription of(String name, String codecId) {
        return new AudioDescription(name, codecId, "", 0, 0, 1);
    }

    AudioDescription withProfile(String name, String profileName) {
        return new AudioDescription(name, codecId, profileName, sampleRate, channels, tracks);
    }

    AudioDescription withSound(int newSampleRate, int newChannels) {
        return new AudioDescription(codec, codecId, profile, newSampleRate, newChannels, tracks);
    }

    AudioDescription withTracks(int newTracks) {
        return new AudioDescription(codec, codecId, profile, sampleRate, channels, newTracks);
    }

    /** Whether it is the same codec, as far as is known. */
    boolean mayBe(AudioDescription other) {
        return codecId.isEmpty() || codecId.equals(other.codecId);
    }

    /** Takes from the other what this does not know; the codec as a whole. */
    AudioDescription or(AudioDescription other) {
        AudioDescription named = codecId.isEmpty() ? other : this;
        return new AudioDescription(
                named.codec,
                named.codecId,
                named.profile,
                sampleRate == 0 ? other.sampleRate : sampleRate,
                channels == 0 ? other.channels : channels,
                tracks == 0 ? other.tracks : tracks);
    }
}
