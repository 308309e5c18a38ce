package dev.sluice.net;

import java.util.Arrays;

/** A binary heap of timers that knows where each one stands, so that moving and cancelling are cheap. */
final class TimerQueue {
    private Timer[] heap = new Timer[64];
    private int size;

    Timer timer(Runnable action) {
        return new Timer(this, action);
    }

    void set(Timer timer, long nanos) {
        timer.deadlineNanos = nanos;
        if (timer.slot < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            place(timer, size++);
        }
        siftDown(siftUp(timer.slot));
    }

    void cancel(Timer timer) {
        int slot = timer.slot;
        if (slot < 0) {
            return;
        }
        timer.slot = -1;
        Timer last = heap[--size];
        heap[size] = null;
        if (last != timer) {
            place(last, slot);
            siftDown(siftUp(slot));
        }
    }

    /** Nanoseconds until the next alarm, 0 when it is due, or -1 when none is set. */
    long nanosToNext(long now) {
        return size == 0 ? -1 : Math.max(0, heap[0].deadlineNanos - now);
    }

    /** Takes the next alarm that is due, or null. */
    Timer pollDue(long now) {
        if (size == 0 || heap[0].deadlineNanos - now > 0) {
            return null;
        }
        Timer due = heap[0];
        cancel(due);
        return due;
    }

    private int siftUp(int slot) {
        Timer timer = heap[slot];
        while (slot > 0 && before(timer, heap[(slot - 1) >>> 1])) {
            place(heap[(slot - 1) >>> 1], slot);
            slot = (slot - 1) >>> 1;
        }
        place(timer, slot);
        return slot;
    }

    private void siftDown(int slot) {
        Timer timer = heap[slot];
        for (int child = 2 * slot + 1; child < size; child = 2 * slot + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], timer)) {
                break;
            }
            place(heap[child], slot);
            slot = child;
        }
        place(timer, slot);
    }

    private void place(Timer timer, int slot) {
        heap[slot] = timer;
        timer.slot = slot;
    }

    private static boolean before(Timer a, Timer b) {
        return a.deadlineNanos - b.deadlineNanos < 0;
    }
}
