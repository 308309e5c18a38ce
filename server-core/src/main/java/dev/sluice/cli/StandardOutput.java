package dev.sluice.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where commands print; it remembers why something was lost, which writers above it do not tell. */
final class StandardOutput extends OutputStream {
    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;

    private static final Path DEVICE = Path.of("/dev/stdout");

    private final OutputStream out;
    private final Path device;
    private IOException loss;

    StandardOutput(OutputStream out) {
        this(out, DEVICE);
    }

    StandardOutput(OutputStream out, Path device) {
        this.out = out;
        this.device = device;
    }

    /** Empty when nothing is lost, or only since whoever read it from a pipe wants no more. */
    Optional<String> loss() {
        return loss == null || isPipe() ? Optional.empty() : Optional.of(String.valueOf(loss.getMessage()));
    }

    /** A pipe is never full for good. What the loss says of it is in the user's language. */
    private boolean isPipe() {
        try {
            return ((int) Files.getAttribute(device, "unix:mode") & FILE_TYPE) == PIPE;
        } catch (IOException | RuntimeException untold) {
            return false;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            loss = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            loss = e;
            throw e;
        }
    }
}
