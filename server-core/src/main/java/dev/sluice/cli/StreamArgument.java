package dev.sluice.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A stream as an operator names it: its application, a slash, its name. Both may hold slashes, and only the server knows
 * its applications, so of {@code live/a/b} all ways to split it are tried, the longest application first.
 *
 * @param path without a query
 */
record StreamArgument(String path) {
    private static final int MAX_PATH_BYTES = 512;

    /** One way to split a path. */
    record Split(String application, String name) {}

    /** Something asked about one stream. */
    @FunctionalInterface
    interface Question<T> {
        T ask(String application, String name);
    }

    List<Split> splits() {
        List<Split> splits = new ArrayList<>();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            splits.add(new Split(path.substring(0, slash), path.substring(slash + 1)));
        }
        return splits;
    }

    /** The split that is a stream, published or waited for; without a choice, whether it is one or not. */
    Split locate(RunningServer server) throws FailedException {
        if (splits().size() == 1) {
            return splits().get(0);
        }
        for (Split split : splits()) {
            if (exists(server, split)) {
                return split;
            }
        }
        throw FailedException.because(this + " is neither published nor waited for");
    }

    private static boolean exists(RunningServer server, Split split) throws FailedException {
        try {
            Object[] arguments = {split.application(), split.name()};
            server.invoke("Streams", "describe", arguments, String.class, String.class);
            return true;
        } catch (FailedException failure) {
            if (failure.isRefused()) {
                return false;
            }
            throw failure;
        }
    }

    /** As it can be typed again. */
    @Override
    public String toString() {
        return WrittenPath.of(path);
    }

    /** Refuses what no stream is called. */
    static final class Converter implements ITypeConverter<StreamArgument> {
        @Override
        public StreamArgument convert(String text) {
            if (text.indexOf('?') >= 0) {
                throw new TypeConversionException(
                        "expected the stream without a query; a question mark of its name is written %3F");
            }
            try {
                String path = WrittenPath.read(text);
                if (isValid(path)) {
                    return new StreamArgument(path);
                }
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException(malformed.getMessage());
            }
            throw new TypeConversionException("expected application/name, such as live/cam1");
        }

        private static boolean isValid(String path) {
            boolean valid = path.indexOf('/') > 0
                    && path.getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES
                    && path.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\\' || c == 0xfffd);
            for (String segment : path.split("/", -1)) {
                valid &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
            }
            return valid;
        }
    }
}
