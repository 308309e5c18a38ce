package dev.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;

/** A source with a given number of {@link Frames}. */
final class FrameSource implements ByteSource {
    private final ArrayDeque<ByteBuffer> left = new ArrayDeque<>();
    private long written;

    FrameSource(char sender, int count, int bodyBytes) {
        for (int i = 0; i < count; i++) {
            byte[] frame = Frames.encode(sender, i, bodyBytes);
            left.add(ByteBuffer.allocateDirect(frame.length).put(frame).flip());
        }
    }

    long written() {
        return written;
    }

    @Override
    public boolean hasBytes() {
        return !left.isEmpty();
    }

    @Override
    public boolean isBetweenMessages() {
        return left.isEmpty() || left.element().position() == 0;
    }

    @Override
    public long writeTo(GatheringByteChannel channel, long maxBytes, boolean oneMessage) throws IOException {
        long sum = 0;
        boolean goOn = true;
        while (goOn && sum < maxBytes && !left.isEmpty()) {
            ByteBuffer head = left.element();
            int length = (int) Math.min(head.remaining(), maxBytes - sum);
            int taken = channel.write(head.slice(head.position(), length));
            head.position(head.position() + taken);
            sum += taken;
            goOn = taken == length;
            if (!head.hasRemaining()) {
                left.remove();
                goOn &= !oneMessage;
            }
        }
        written += sum;
        return sum;
    }

    @Override
    public void onClosed() {
        left.clear();
    }
}
