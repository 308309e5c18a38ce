package dev.sluice.stream;

/**
 * A message boundary that a cursor may be placed at, with the headers that fit what follows.
 *
 * @param segment where the next message starts, or the end of the segment before it
 * @param entry the number of the next message's index entry in that segment
 * @param position the log position
 * @param number how many messages the log had before
 * @param timestamp for the headers, so that they do not lie in the past of the first frame
 * @param arrivalNanos when the next message came
 * @param decodable whether decoding can start with the next message; else video has to wait for a keyframe
 */
record StartPoint(
        Segment segment,
        int entry,
        long position,
        long number,
        int timestamp,
        long arrivalNanos,
        HeaderSet headers,
        boolean decodable) {}
