package dev.sluice.cli;

/** Says how long {@code --watch} goes on. */
interface WatchClock extends AutoCloseable {
    /** Waits that long, then says whether to go on. */
    boolean goesOn(long seconds) throws InterruptedException;

    @Override
    void close();

    /** Until the process gets a signal, which is how {@code --watch} is meant to end and thus exit code 0. */
    static WatchClock untilSignal() {
        // no signal handler: those are not in every Java runtime
        Thread end = new Thread(() -> Runtime.getRuntime().halt(0), "watch-end");
        Runtime.getRuntime().addShutdownHook(end);
        return new WatchClock() {
            @Override
            public boolean goesOn(long seconds) throws InterruptedException {
                Thread.sleep(seconds * 1_000);
                return true;
            }

            @Override
            public void close() {
                try {
                    Runtime.getRuntime().removeShutdownHook(end);
                } catch (IllegalStateException ending) {
                    // it does already
                }
            }
        };
    }
}
