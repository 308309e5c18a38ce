package dev.sluice.session;

import dev.sluice.amf.AmfValue;

/** The status codes that this server sends. Clients act on the code; {@code level} decides for ffmpeg. */
enum StatusCode {
    CONNECT_SUCCESS("NetConnection.Connect.Success", "status"),
    CONNECT_REJECTED("NetConnection.Connect.Rejected", "error"),
    CONNECT_INVALID_APP("NetConnection.Connect.InvalidApp", "error"),
    CALL_FAILED("NetConnection.Call.Failed", "error"),
    PUBLISH_START("NetStream.Publish.Start", "status"),
    PUBLISH_BAD_NAME("NetStream.Publish.BadName", "error"),
    PUBLISH_DENIED("NetStream.Publish.Denied", "error"),
    PUBLISH_IDLE("NetStream.Publish.Idle", "error"),
    UNPUBLISH_SUCCESS("NetStream.Unpublish.Success", "status"),
    PLAY_RESET("NetStream.Play.Reset", "status"),
    PLAY_START("NetStream.Play.Start", "status"),
    PAUSE_NOTIFY("NetStream.Pause.Notify", "status"),
    UNPAUSE_NOTIFY("NetStream.Unpause.Notify", "status"),
    SEEK_NOTIFY("NetStream.Seek.Notify", "status"),
    PLAY_FAILED("NetStream.Play.Failed", "error"),
    PLAY_STREAM_NOT_FOUND("NetStream.Play.StreamNotFound", "error"),
    PLAY_UNPUBLISH_NOTIFY("NetStream.Play.UnpublishNotify", "status");

    private final String code;
    private final String level;

    StatusCode(String code, String level) {
        this.code = code;
        this.level = level;
    }

    /** The information object: always an AMF0 object and always with a description, or ffmpeg waits for ever. */
    AmfValue information(String description) {
        return AmfValue.object(
                "level", AmfValue.of(level), "code", AmfValue.of(code), "description", AmfValue.of(description));
    }
}
