package dev.sluice.eventlog;

import dev.sluice.api.ServerEvent.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What may stand in {@code events}: a type as it is written in the file, such as {@code publish_started}; or a group:
 * {@code connection}, {@code publish}, {@code play} and {@code recording} are the types of that name; {@code lifecycle}
 * is what starts and what stops; {@code informational} is the rest but for {@code statistics}; {@code all} is everything.
 */
final class EventGroups {
    private static final List<String> GROUPS =
            List.of("all", "lifecycle", "informational", "connection", "publish", "play", "recording");

    private EventGroups() {}

    /** @throws IllegalArgumentException for a name that is neither a type nor a group */
    static Set<Type> types(Collection<String> names) {
        var types = EnumSet.noneOf(Type.class);
        for (String name : names) {
            List<Type> meant = Arrays.stream(Type.values())
                    .filter(type -> written(type).equals(name) || isIn(name, type))
                    .toList();
            if (meant.isEmpty()) {
                throw new IllegalArgumentException("events: expected types such as publish_started, or "
                        + String.join(", ", GROUPS) + "; got '" + name + "'");
            }
            types.addAll(meant);
        }
        return types;
    }

    static String written(Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isIn(String group, Type type) {
        boolean lifecycle = type.starts() || type.stops() || type == Type.RECORDING_FAILED;
        return switch (group) {
            case "all" -> true;
            case "lifecycle" -> lifecycle;
            case "informational" -> !lifecycle && type != Type.STATISTICS;
            default -> GROUPS.contains(group) && written(type).startsWith(group + "_");
        };
    }
}
