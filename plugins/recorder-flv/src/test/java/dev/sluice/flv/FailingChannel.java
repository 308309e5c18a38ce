package dev.sluice.flv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A file on a disk that has only so much room: what fits is written, then nothing more, while what is there can be changed. */
final class FailingChannel extends FileChannel {
    private final FileChannel file;
    private final AtomicLong room;
    private final long roomAfterFailure;
    private final AtomicLong writtenBytes;

    /** @param roomAfterFailure when somebody has made room meanwhile */
    FailingChannel(FileChannel file, long room, long roomAfterFailure, AtomicLong writtenBytes) {
        this.file = file;
        this.room = new AtomicLong(room);
        this.roomAfterFailure = roomAfterFailure;
        this.writtenBytes = writtenBytes;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int fits = (int) Math.min(source.remaining(), room.get() - position);
        if (fits <= 0) {
            room.set(roomAfterFailure);
            throw new IOException("No space left on device");
        }
        ByteBuffer part = source.slice(source.position(), fits);
        int written = file.write(part, position);
        source.position(source.position() + written);
        writtenBytes.addAndGet(written);
        return written;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        file.force(metadata);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
