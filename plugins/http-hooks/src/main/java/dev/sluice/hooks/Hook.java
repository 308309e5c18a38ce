package dev.sluice.hooks;

/** The occasions on which a backend is called, as nginx-rtmp names them. */
enum Hook {
    CONNECT,
    PUBLISH,
    PLAY,
    PUBLISH_DONE,
    PLAY_DONE,
    DONE,
    DISCONNECT,
    UPDATE,
    RECORD_DONE,
    /** Every life-cycle event; not in nginx-rtmp. */
    EVENTS
}
