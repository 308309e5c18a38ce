package dev.sluice.session;

import dev.sluice.net.EventLoop;
import dev.sluice.net.Signal;
import dev.sluice.net.Timer;
import dev.sluice.stream.StreamLoop;

/** An event loop as streams see it. */
final class LoopAdapter implements StreamLoop {
    private final EventLoop loop;

    LoopAdapter(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public int index() {
        return loop.index();
    }

    @Override
    public Runnable signal(Runnable action) {
        Signal signal = new Signal(action);
        return () -> loop.raise(signal);
    }

    @Override
    public Alarm alarm(Runnable action) {
        Timer timer = loop.timer(action);
        return new Alarm() {
            @Override
            public void setAt(long nanos) {
                timer.setAt(nanos);
            }

            @Override
            public void cancel() {
                timer.cancel();
            }

            @Override
            public boolean isSet() {
                return timer.isSet();
            }
        };
    }
}
