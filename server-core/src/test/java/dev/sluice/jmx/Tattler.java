package dev.sluice.jmx;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells that it was deserialized, which an attacker's object would do worse. */
final class Tattler implements Serializable {
    static final AtomicInteger TIMES_READ = new AtomicInteger();
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        TIMES_READ.incrementAndGet();
    }
}
