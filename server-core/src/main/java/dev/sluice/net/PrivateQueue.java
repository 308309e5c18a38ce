package dev.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What a connection sends to its peer alone: replies, pongs, acknowledgements, stream headers. They wait on the heap
 * and pass through the loop's scratch buffer, so that the channel never copies them through a hidden one of its own.
 */
final class PrivateQueue {
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>(4);
    private int ownBytes;
    private long sharedBytes;
    private boolean torn;

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether a write was cut short within one of the queued arrays. */
    boolean isTorn() {
        return torn;
    }

    /** Bytes that wait and that no other connection shares. */
    int ownBytes() {
        return ownBytes;
    }

    /** All bytes that wait. */
    long bytes() {
        return ownBytes + sharedBytes;
    }

    /** Bytes that wait and that other connections may hold as well. */
    long sharedBytes() {
        return sharedBytes;
    }

    void add(byte[] bytes) {
        queue.add(ByteBuffer.wrap(bytes));
        ownBytes += bytes.length;
    }

    /** Adds bytes that many connections may queue at the same time; read-only to tell them apart. */
    void addShared(byte[] bytes) {
        queue.add(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        sharedBytes += bytes.length;
    }

    /** Writes until empty or the outlet is full. */
    void writeTo(Outlet outlet, ByteBuffer scratch) throws IOException {
        while (!queue.isEmpty() && !outlet.isFull()) {
            scratch.clear();
            for (ByteBuffer next : queue) {
                int length = Math.min(next.remaining(), scratch.remaining());
                scratch.put(next.slice(next.position(), length));
                if (!scratch.hasRemaining()) {
                    break;
                }
            }
            scratch.flip();
            drop(outlet.write(scratch));
        }
    }

    private void drop(int written) {
        int left = written;
        while (left > 0) {
            ByteBuffer head = queue.element();
            int length = Math.min(left, head.remaining());
            head.position(head.position() + length);
            left -= length;
            if (head.isReadOnly()) {
                sharedBytes -= length;
            } else {
                ownBytes -= length;
            }
            if (!head.hasRemaining()) {
                queue.remove();
            }
        }
        torn = !queue.isEmpty() && queue.element().position() > 0;
    }
}
