package dev.sluice.flv;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a recording lies within the directory: {@code {app}}, in which slashes are encoded, so that it is always one part
 * of the path; {@code {name}}, in which they part folders; {@code {n}} for the number of the part; and
 * the letters {@code y M d H m s S} in braces for the moment at which it begins, as {@link DateTimeFormatter} has them.
 */
final class PathPattern {
    static final String SUFFIX = ".flv";

    private static final Pattern PIECE = Pattern.compile("\\{([^{}]*)}|([^{}]+)");
    private static final Pattern TIME = Pattern.compile("[yMdHmsS]+([-_.][yMdHmsS]+)*");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\\\:*?\"<>|\\p{Cntrl}]");

    private final List<Piece> pieces;

    private PathPattern(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** What a piece can know. */
    private record Moment(String application, String name, int part, ZonedDateTime time) {}

    private interface Piece {
        String text(Moment moment);
    }

    private record Literal(String text) implements Piece {
        @Override
        public String text(Moment moment) {
            return text;
        }
    }

    private enum Value implements Piece {
        APP {
            @Override
            public String text(Moment moment) {
                return SafeName.encodePart(moment.application());
            }
        },
        NAME {
            @Override
            public String text(Moment moment) {
                return SafeName.encode(moment.name());
            }
        },
        PART {
            @Override
            public String text(Moment moment) {
                return Integer.toString(moment.part());
            }
        }
    }

    private record Time(DateTimeFormatter format) implements Piece {
        @Override
        public String text(Moment moment) {
            return format.format(moment.time());
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    static PathPattern parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        int at = 0;
        while (matcher.find() && matcher.start() == at) {
            boolean placeholder = matcher.group(1) != null;
            pieces.add(placeholder ? placeholder(matcher.group(1), text) : literal(matcher.group(2), text));
            require(
                    pieces.size() < 2 || !placeholder || pieces.get(pieces.size() - 2) instanceof Literal,
                    text,
                    "text between placeholders");
            at = matcher.end();
        }
        require(at == text.length(), text, "{ and } in pairs");
        require(text.endsWith(SUFFIX), text, "a name that ends with " + SUFFIX);
        require(pieces.contains(Value.NAME), text, "{name}");
        for (String part : text.split("/", -1)) {
            require(
                    !part.isBlank() && !part.startsWith("."),
                    text,
                    "a relative path without empty parts and parts that begin with a dot");
        }
        return new PathPattern(pieces);
    }

    private static Piece literal(String literal, String text) {
        require(!FORBIDDEN.matcher(literal).find(), text, "none of \\ : * ? \" < > |");
        return new Literal(literal);
    }

    private static Piece placeholder(String inside, String text) {
        return switch (inside) {
            case "app" -> Value.APP;
            case "name" -> Value.NAME;
            case "n" -> Value.PART;
            default -> {
                require(TIME.matcher(inside).matches(), text, "{app}, {name}, {n} or a time such as {yyyyMMdd-HHmmss}");
                yield time(inside, text);
            }
        };
    }

    private static Piece time(String format, String text) {
        try {
            return new Time(DateTimeFormatter.ofPattern(format, Locale.ROOT));
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("path: " + bad.getMessage() + "; got '" + text + "'", bad);
        }
    }

    private static void require(boolean holds, String text, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("path: expected " + expected + "; got '" + text + "'");
        }
    }

    /** Whether two streams can never have the same file, whatever they are called. */
    boolean tellsStreamsApart() {
        int app = pieces.indexOf(Value.APP);
        int name = pieces.indexOf(Value.NAME);
        return app >= 0
                && pieces.subList(Math.min(app, name), Math.max(app, name)).stream()
                        .anyMatch(piece -> piece instanceof Literal literal
                                && literal.text().contains("/"));
    }

    /**
     * A relative path with slashes that leads nowhere else.
     *
     * @param part from 1
     */
    String expand(String application, String name, int part, ZonedDateTime time) {
        var moment = new Moment(application, name, part, time);
        String path = pieces.stream().map(piece -> piece.text(moment)).collect(Collectors.joining());
        int file = path.lastIndexOf('/') + 1;
        List<String> folders = new ArrayList<>();
        for (String folder : path.substring(0, file).split("/")) {
            folders.add(SafeName.bounded(folder, ""));
        }
        folders.add(SafeName.bounded(path.substring(file), SUFFIX));
        return file == 0 ? folders.get(folders.size() - 1) : String.join("/", folders);
    }
}
