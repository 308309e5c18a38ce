package dev.sluice.stream;

/** What a stream needs of an event loop. */
public interface StreamLoop {
    /** The loop's number, from 0, below the number of loops that the registry was told. */
    int index();

    /**
     * Something for this loop to do soon.
     *
     * @return to be called from any thread; called twice before the loop comes to it, {@code action} runs once
     */
    Runnable signal(Runnable action);

    /** An alarm clock of this loop, for the loop's own thread. */
    Alarm alarm(Runnable action);

    /** Runs its action on the loop once, at or after the time it is set to. */
    interface Alarm {
        /** Sets or moves it; {@code nanos} is a time of the registry's clock. */
        void setAt(long nanos);

        void cancel();

        boolean isSet();
    }
}
