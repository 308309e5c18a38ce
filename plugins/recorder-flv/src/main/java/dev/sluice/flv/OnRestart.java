package dev.sluice.flv;

/** What happens when another publisher goes on with a stream. */
enum OnRestart {
    /** The file goes on, and so does its time. */
    CONTINUE,
    /** A new file begins. */
    ROLL
}
