package dev.sluice.stream;

/** Which messages of the log a player gets. */
final class Delivery {
    private boolean audio = true;
    private boolean video = true;
    private boolean awaitsKeyframe;

    /** Video that is wanted again starts with a keyframe. */
    void kinds(boolean wantsAudio, boolean wantsVideo) {
        awaitsKeyframe |= wantsVideo && !video;
        audio = wantsAudio;
        video = wantsVideo;
    }

    /** Leaves out video until the next keyframe. */
    void awaitKeyframe(boolean awaits) {
        awaitsKeyframe = awaits;
    }

    /** Whether everything is delivered. */
    boolean isPlain() {
        return audio && video && !awaitsKeyframe;
    }

    /** Whether the message at hand is delivered; the keyframe that was awaited ends the waiting. */
    boolean admits(MessageKind kind, MessageRole role) {
        return switch (kind) {
            case DATA -> true;
            case AUDIO -> audio || role == MessageRole.HEADER;
            case VIDEO -> admitsVideo(role);
        };
    }

    private boolean admitsVideo(MessageRole role) {
        if (role == MessageRole.HEADER) {
            return true;
        }
        if (video && role == MessageRole.KEYFRAME) {
            awaitsKeyframe = false;
        }
        return video && !awaitsKeyframe;
    }
}
