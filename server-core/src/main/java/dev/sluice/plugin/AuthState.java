package dev.sluice.plugin;

import dev.sluice.api.Authenticator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Who is asked for decisions at some moment. Immutable.
 *
 * @param authenticators in the order in which they are asked
 * @param missing ids of plugins without which nobody is let in, and that cannot be asked
 */
record AuthState(AuthSettings settings, List<Registered<Authenticator>> authenticators, Set<String> missing) {

    static AuthState of(AuthSettings settings, List<Registered<Authenticator>> active, Set<String> missing) {
        List<Registered<Authenticator>> ordered = new ArrayList<>(active);
        ordered.sort(Comparator.<Registered<Authenticator>>comparingInt(
                        one -> placeOf(one.owner().id(), settings.order()))
                .thenComparingInt(Registered::rank)
                .thenComparing(one -> one.owner().id())
                .thenComparingLong(Registered::number));
        return new AuthState(settings, List.copyOf(ordered), Set.copyOf(missing));
    }

    private static int placeOf(String id, List<String> order) {
        int place = order.indexOf(id);
        return place < 0 ? Integer.MAX_VALUE : place;
    }
}
