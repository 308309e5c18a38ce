package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * The start of a file: FLV header and {@code onMetaData}. It has always the same size, so that it can be written again
 * in place when the file is finished, which takes neither time nor room on the disk.
 */
final class FileHead {
    /** Where the first tag of the stream begins. */
    static final int BYTES = 64 << 10;

    private static final int FLV_HEADER_BYTES = 9;
    private static final int TAG_BYTES = BYTES - FLV_HEADER_BYTES - FlvTag.BACK_POINTER_BYTES;
    private static final int BODY_BYTES = TAG_BYTES - FlvTag.OVERHEAD_BYTES;
    private static final int AUDIO_FLAG = 4;
    private static final int VIDEO_FLAG = 1;

    private static final String MARK = "metadatacreator";
    private static final String MARK_VALUE = "Sluice recorder-flv";
    private static final String FILLER = "filler";
    /** ffmpeg gives up on longer ones. */
    private static final int FILLER_STRING_BYTES = 1_000;

    /** What this file itself says, or what would not be true of it. In lower case. */
    private static final Set<String> OWN = Set.of(
            "duration",
            "filesize",
            "datasize",
            "videosize",
            "audiosize",
            "haskeyframes",
            "hasvideo",
            "hasaudio",
            "hasmetadata",
            "canseektoend",
            "lasttimestamp",
            "lastkeyframetimestamp",
            "lastkeyframelocation",
            "keyframes",
            MARK,
            FILLER);

    private FileHead() {}

    /** Of a file that is not finished: what it will hold is not known. */
    static ByteBuffer unfinished(Metadata metadata) {
        var contents = new Contents();
        contents.adopt(metadata);
        return encode(contents, 0, AUDIO_FLAG | VIDEO_FLAG);
    }

    /** @param fileBytes all of the file, with this head */
    static ByteBuffer finished(Contents contents, long fileBytes) {
        return encode(contents, fileBytes, (contents.audio() ? AUDIO_FLAG : 0) | (contents.video() ? VIDEO_FLAG : 0));
    }

    private static ByteBuffer encode(Contents contents, long fileBytes, int flags) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(new byte[] {'F', 'L', 'V', 1, (byte) flags}).putInt(FLV_HEADER_BYTES);
        out.putInt(0);
        FlvTag.putHeader(out, Kind.DATA, 0, BODY_BYTES);
        out.put(Amf0.STRING);
        Amf0.putName(out, "onMetaData");
        Metadata metadata = contents.metadata().without(OWN);
        out.put(Amf0.ECMA_ARRAY).putInt(metadata.properties().size() + 6);
        Amf0.putNumber(out, "duration", contents.durationMillis() / 1_000.0);
        Amf0.putNumber(out, "filesize", fileBytes);
        metadata.properties().forEach(property -> {
            Amf0.putName(out, property.name());
            out.put(property.value());
        });
        Amf0.putString(out, MARK, MARK_VALUE);
        putKeyframes(out, contents.keyframes());
        putFiller(out);
        Amf0.putEnd(out);
        FlvTag.putBackPointer(out, BODY_BYTES);
        return out.flip();
    }

    private static void putKeyframes(ByteBuffer out, KeyframeIndex keyframes) {
        Amf0.putBoolean(out, "hasKeyframes", keyframes.size() > 0);
        Amf0.putName(out, "keyframes");
        out.put(Amf0.OBJECT);
        Amf0.putNumbers(out, "times", keyframes.seconds());
        Amf0.putNumbers(out, "filepositions", keyframes.positions());
        Amf0.putEnd(out);
    }

    /** An array of strings that takes the room that is left. Strings are what every player can skip. */
    private static void putFiller(ByteBuffer out) {
        int end = BYTES - FlvTag.BACK_POINTER_BYTES - 3;
        Amf0.putName(out, FILLER);
        out.put(Amf0.STRICT_ARRAY);
        int bytes = end - out.position() - 4;
        int strings = (bytes + FILLER_STRING_BYTES + 2) / (FILLER_STRING_BYTES + 3);
        out.putInt(strings);
        for (int left = strings; left > 0; left--) {
            int share = (end - out.position()) / left - 3;
            out.put(Amf0.STRING);
            Amf0.putName(out, " ".repeat(share));
        }
    }

    /**
     * The publisher's metadata from the head of a file.
     *
     * @param head the first {@link #BYTES} of it
     * @return empty when this recorder has not written it
     */
    static Optional<Metadata> read(ByteBuffer head) {
        if (head.remaining() < BYTES || !startsLikeOurs(head)) {
            return Optional.empty();
        }
        int body = FLV_HEADER_BYTES + FlvTag.BACK_POINTER_BYTES + FlvTag.HEADER_BYTES;
        Metadata metadata = Metadata.readOwn(head.slice(head.position() + body, BODY_BYTES));
        return metadata.has(MARK, MARK_VALUE) ? Optional.of(metadata.without(OWN)) : Optional.empty();
    }

    /** Whether it may be what has become of the head of a recording, as far as it goes. */
    static boolean startsLikeOurs(ByteBuffer start) {
        ByteBuffer own = unfinished(Metadata.NONE);
        int compared = Math.min(start.remaining(), FLV_HEADER_BYTES + FlvTag.BACK_POINTER_BYTES + 4);
        for (int i = 0; i < compared; i++) {
            boolean flags = i == 4;
            if (!flags && start.get(start.position() + i) != own.get(i)) {
                return false;
            }
        }
        return true;
    }
}
