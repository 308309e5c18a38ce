package dev.sluice.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Messages that show when they were torn apart: sender, number, length, and a body that repeats the number. */
final class Frames {
    private static final int HEADER_BYTES = 9;

    private Frames() {}

    record Frame(char sender, int number) {}

    static byte[] encode(char sender, int number, int bodyBytes) {
        byte[] frame = new byte[HEADER_BYTES + bodyBytes];
        Arrays.fill(frame, (byte) number);
        ByteBuffer.wrap(frame).put((byte) sender).putInt(number).putInt(bodyBytes);
        return frame;
    }

    static Frame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        Frame frame = new Frame((char) data.readUnsignedByte(), data.readInt());
        byte[] body = new byte[data.readInt()];
        data.readFully(body);
        for (byte b : body) {
            if (b != (byte) frame.number()) {
                throw new IOException("torn within " + frame);
            }
        }
        return frame;
    }
}
