package dev.sluice.stream;

/**
 * Where a stream stands, as its readers see it. Immutable.
 *
 * @param live whether a publisher is there
 * @param held whether its publisher was cut off and players are kept for another one
 * @param epoch the number of the newest publisher
 * @param endedEpoch players that came in this epoch or before it have to go
 * @param endPosition where they have to go
 */
record Phase(boolean live, boolean held, int epoch, int endedEpoch, long endPosition) {
    static final Phase INITIAL = new Phase(false, false, 0, 0, 0);

    Phase begun() {
        return new Phase(true, false, epoch + 1, endedEpoch, endPosition);
    }

    Phase cutOff() {
        return new Phase(false, true, epoch, endedEpoch, endPosition);
    }

    Phase ended(long position) {
        return new Phase(false, false, epoch, epoch, position);
    }
}
