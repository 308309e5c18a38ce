package dev.sluice.chunk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes random messages the way any legal sender might: interleaved over chunk streams of all id forms, with every
 * header form that is allowed at that point, changing its chunk size, in either extended timestamp dialect.
 */
final class RandomPublisher {
    /** Without 2, which carries Set Chunk Size. */
    private static final int[] IDS = {3, 4, 5, 6, 63, 64, 319, 320, 365, 65599};

    private static final int[] EDGES = {
        0, 26, 4999, 5000, 5001, 0xfffffd, 0xfffffe, 0xffffff, 0x1000000, 0x7ffffff0, 0x80000000, 0xfffffff0, -1
    };
    private static final int[] TYPES = {8, 9, 18, 20, 99};

    private final Random random;
    private final boolean repeatsExtended;
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final List<String> messages = new ArrayList<>();
    private final Map<Integer, Sending> sendings = new HashMap<>();
    private int chunkSize = 128;

    /** One chunk stream's last header and the message being sent on it. */
    private static final class Sending {
        int timestamp;
        int delta;
        int type;
        int length;
        int messageStreamId;
        boolean extended;
        int extendedField;
        byte[] payload = new byte[0];
        int sent;

        boolean isBusy() {
            return sent < payload.length;
        }
    }

    RandomPublisher(Random random, boolean repeatsExtended) {
        this.random = random;
        this.repeatsExtended = repeatsExtended;
    }

    byte[] wire() {
        return wire.toByteArray();
    }

    List<String> messages() {
        return messages;
    }

    RandomPublisher publish(int chunks) {
        for (int i = 0; i < chunks; i++) {
            int id = IDS[random.nextInt(IDS.length)];
            Sending sending = sendings.get(id);
            if (sending != null && sending.isBusy()) {
                continueMessage(id, sending);
            } else if (random.nextInt(20) == 0) {
                changeChunkSize();
            } else {
                startMessage(id, sending);
            }
        }
        sendings.forEach((id, sending) -> {
            while (sending.isBusy()) {
                continueMessage(id, sending);
            }
        });
        // So that no reader is left waiting for the bytes behind a fmt 3.
        startFull(2, 0, 99, 0, new byte[0]);
        return this;
    }

    private void changeChunkSize() {
        int size = 1 + random.nextInt(random.nextBoolean() ? 8 : 400);
        byte[] payload = ByteBuffer.allocate(4).putInt(size).array();
        Sending sending = startFull(2, 0, 1, 0, payload);
        while (sending.isBusy()) {
            continueMessage(2, sending);
        }
        chunkSize = size;
    }

    private Sending startFull(int id, int timestamp, int type, int messageStreamId, byte[] payload) {
        Sending sending = sendings.computeIfAbsent(id, any -> new Sending());
        sending.type = type;
        sending.messageStreamId = messageStreamId;
        sending.timestamp = timestamp;
        sending.delta = Integer.compareUnsigned(timestamp, 5000) <= 0 ? timestamp : 0;
        sending.payload = payload;
        sending.length = payload.length;
        writeBasicHeader(0, id);
        writeMessageHeader(sending, 0, timestamp);
        writePayload(sending);
        return sending;
    }

    private void startMessage(int id, Sending last) {
        int fmt = last == null ? 0 : random.nextInt(4);
        if (fmt == 3 && last.length == 0 && last.extended && !repeatsExtended) {
            fmt = 0; // what follows could be taken for the field
        }
        if (fmt == 0) {
            startFull(id, edge(), type(), random.nextInt(3), payload(random.nextInt(600)));
            return;
        }
        last.sent = 0;
        boolean reuseLength = fmt >= 2;
        last.payload = payload(reuseLength ? last.length : random.nextInt(600));
        last.length = last.payload.length;
        last.type = fmt == 1 ? type() : last.type;
        last.delta = fmt == 3 ? last.delta : delta();
        last.timestamp += last.delta;
        writeBasicHeader(fmt, id);
        if (fmt == 3) {
            writeRepeatedField(last);
        } else {
            writeMessageHeader(last, fmt, last.delta);
        }
        writePayload(last);
    }

    private void continueMessage(int id, Sending sending) {
        writeBasicHeader(3, id);
        writeRepeatedField(sending);
        writePayload(sending);
    }

    private void writeBasicHeader(int fmt, int id) {
        boolean twoBytes = id >= 64 && id < 320 && random.nextBoolean();
        if (id < 64) {
            wire.write(fmt << 6 | id);
        } else if (twoBytes) {
            wire.write(fmt << 6);
            wire.write(id - 64);
        } else {
            wire.write(fmt << 6 | 1);
            wire.write(id - 64);
            wire.write((id - 64) >>> 8);
        }
    }

    private void writeMessageHeader(Sending sending, int fmt, int time) {
        sending.extended = Integer.compareUnsigned(time, 0xffffff) >= 0;
        sending.extendedField = time;
        write(sending.extended ? 0xffffff : time, 3);
        if (fmt <= 1) {
            write(sending.length, 3);
            write(sending.type, 1);
        }
        if (fmt == 0) {
            write(Integer.reverseBytes(sending.messageStreamId), 4);
        }
        if (sending.extended) {
            write(time, 4);
        }
        sending.sent = 0;
    }

    private void writeRepeatedField(Sending sending) {
        if (sending.extended && repeatsExtended) {
            write(sending.extendedField, 4);
        }
    }

    private void writePayload(Sending sending) {
        int count = Math.min(chunkSize, sending.length - sending.sent);
        wire.write(sending.payload, sending.sent, count);
        sending.sent += count;
        if (!sending.isBusy()) {
            messages.add(sending.type + "@" + Integer.toUnsignedString(sending.timestamp) + "/"
                    + sending.messageStreamId + " " + Wire.text(ByteBuffer.wrap(sending.payload)));
        }
    }

    private void write(int value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            wire.write(value >>> shift);
        }
    }

    private int edge() {
        return EDGES[random.nextInt(EDGES.length)];
    }

    private int delta() {
        return random.nextInt(4) == 0 ? edge() : random.nextInt(50);
    }

    private int type() {
        return TYPES[random.nextInt(TYPES.length)];
    }

    private byte[] payload(int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        for (int i = 0; i < length && !repeatsExtended; i++) {
            // Never the first byte of one of the timestamps in use: without the field, that would be ambiguous.
            payload[i] = (byte) (0x20 + (payload[i] & 0x3f));
        }
        return payload;
    }
}
