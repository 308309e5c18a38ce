package dev.sluice.stream;

import dev.sluice.counter.Counter;
import java.nio.ByteBuffer;

/**
 * The headers of one stream as they stand now, within the memory that all streams have for theirs. The home loop changes
 * them, any thread may read them.
 */
final class StreamHeaders {
    private final StreamEnvironment environment;
    private volatile HeaderSet current = HeaderSet.empty(0);

    StreamHeaders(StreamEnvironment environment) {
        this.environment = environment;
    }

    HeaderSet current() {
        return current;
    }

    void keep(HeaderKey key, ByteBuffer payload) {
        if (!replace(current.with(key, payload))) {
            replace(current.without(key));
        }
        if (!current.has(key)) {
            environment.counters().increment(Counter.HEADERS_NOT_KEPT);
        }
    }

    void forget(HeaderKey key) {
        replace(current.without(key));
    }

    void clear() {
        replace(HeaderSet.empty(current.version() + 1));
    }

    /** Returns false, with nothing changed, when the memory for the headers of all streams is used up. */
    private boolean replace(HeaderSet next) {
        int more = next.bytes() - current.bytes();
        if (more > 0 && !environment.headerMemory().tryTake(more)) {
            return false;
        }
        environment.headerMemory().giveBack(Math.max(0, -more));
        current = next;
        return true;
    }
}
