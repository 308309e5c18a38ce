package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * The header of an enhanced audio or video tag (Enhanced RTMP v2, ExAudioTagHeader and ExVideoTagHeader), with ModEx and
 * Multitrack unwrapped. Reused.
 */
final class EnhancedHeader {
    private static final int MOD_EX = 7;
    private static final int ONE_TRACK = 0;
    private static final int MANY_TRACKS_MANY_CODECS = 2;
    private static final int FOUR_CC_BYTES = 4;
    private static final int TRACK_HEADER_BYTES = 4;
    /** More than any sender nests or multiplexes; keeps the work per message small. */
    private static final int MAX_MOD_EX = 8;

    private static final int MAX_TRACKS = 256;

    private ByteBuffer payload = ByteBuffer.allocate(0);
    private int at;
    private int end;
    private int packetType;
    private boolean multitrack;
    private int track;
    private int tracks;
    private int fourCc;
    private int bodyAt;
    private int bodyEnd;

    /**
     * @param multitrackType the packet type that means Multitrack, which differs between audio and video
     * @return whether the header is whole and makes sense
     */
    boolean parse(ByteBuffer tag, int multitrackType) {
        payload = tag;
        at = tag.position() + 1;
        end = tag.limit();
        packetType = tag.get(tag.position()) & 0xf;
        track = 0;
        tracks = 1;
        fourCc = 0;
        bodyEnd = end;
        if (!unwrapModEx()) {
            return false;
        }
        multitrack = packetType == multitrackType;
        return multitrack ? readMultitrack(multitrackType) : readFourCc() && bodyStarts();
    }

    /** Of the message or, with {@link #multitrack}, of its tracks. */
    int packetType() {
        return packetType;
    }

    boolean multitrack() {
        return multitrack;
    }

    int track() {
        return track;
    }

    /** How many there are in the message. */
    int tracks() {
        return tracks;
    }

    int fourCc() {
        return fourCc;
    }

    /** Index in the payload; of several tracks, the first's. */
    int bodyAt() {
        return bodyAt;
    }

    int bodyEnd() {
        return bodyEnd;
    }

    private boolean unwrapModEx() {
        for (int i = 0; packetType == MOD_EX; i++) {
            if (i == MAX_MOD_EX || end - at < 1) {
                return false;
            }
            int dataBytes = unsignedByte() + 1;
            if (dataBytes == 256) {
                if (end - at < 2) {
                    return false;
                }
                dataBytes = (unsignedByte() << 8 | unsignedByte()) + 1;
            }
            if (end - at < dataBytes + 1) {
                return false;
            }
            at += dataBytes;
            packetType = unsignedByte() & 0xf;
        }
        return true;
    }

    private boolean readMultitrack(int multitrackType) {
        if (end - at < 1) {
            return false;
        }
        int types = unsignedByte();
        int layout = types >>> 4;
        packetType = types & 0xf;
        if (layout > MANY_TRACKS_MANY_CODECS || packetType == MOD_EX || packetType == multitrackType) {
            return false;
        }
        if (layout != MANY_TRACKS_MANY_CODECS && !readFourCc()) {
            return false;
        }
        return layout == ONE_TRACK ? readOneTrack() : readTracks(layout == MANY_TRACKS_MANY_CODECS);
    }

    private boolean readOneTrack() {
        if (end - at < 1) {
            return false;
        }
        track = unsignedByte();
        return bodyStarts();
    }

    private boolean readTracks(boolean ownCodecs) {
        for (tracks = 0; at < end; tracks++) {
            int firstFourCc = fourCc;
            if (tracks == MAX_TRACKS || ownCodecs && !readFourCc() || end - at < TRACK_HEADER_BYTES) {
                return false;
            }
            int id = unsignedByte();
            int size = unsignedByte() << 16 | unsignedByte() << 8 | unsignedByte();
            if (size > end - at) {
                return false;
            }
            bodyAt = tracks == 0 ? at : bodyAt;
            at += size;
            bodyEnd = tracks == 0 ? at : bodyEnd;
            track = tracks == 0 ? id : MediaTag.SEVERAL_TRACKS;
            fourCc = tracks == 0 ? fourCc : firstFourCc;
        }
        return tracks > 0;
    }

    private boolean bodyStarts() {
        bodyAt = at;
        return true;
    }

    private boolean readFourCc() {
        if (end - at < FOUR_CC_BYTES) {
            return false;
        }
        fourCc = payload.getInt(at);
        at += FOUR_CC_BYTES;
        return true;
    }

    private int unsignedByte() {
        return payload.get(at++) & 0xff;
    }
}
