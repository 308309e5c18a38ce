package dev.sluice.api;

import java.util.concurrent.CompletionStage;
import org.pf4j.ExtensionPoint;

/**
 * Decides what a client may do. Asked once for each connect, publish and play, before the client is told that it has
 * begun; never for a frame.
 *
 * <p>All authenticators of all plugins are asked one after the other: those that {@code auth.order} names first, then by
 * the ordinal of their {@link org.pf4j.Extension} or registration, the lowest first, then by plugin id. With {@code
 * auth.combine: first} the first that does not abstain decides; with {@code all} each opinion must be an allow. When all
 * abstain, {@code auth.default} holds.
 *
 * <p>Once an authenticator has been active, nobody is let in without it: while its plugin is stopped, replaced, failed or
 * quarantined, decisions wait for it up to {@code auth.timeout} and are then denied.
 *
 * <pre>{@code
 * @Extension
 * public final class OnlyMorning implements Authenticator {
 *     @Override
 *     public CompletionStage<Decision> authenticate(AccessRequest request) {
 *         boolean morning = LocalTime.now().getHour() < 12;
 *         return CompletableFuture.completedFuture(morning ? Decision.abstain() : Decision.deny("Closed."));
 *     }
 * }
 * }</pre>
 */
public interface Authenticator extends ExtensionPoint {
    /**
     * Decides, now or later.
     *
     * <p>Called on the plugin's threads, at most four at a time: an answer that needs the network should come later, from
     * the stage returned, rather than keep the thread. Further requests wait in a queue of 1,024; what finds it full is
     * denied and counted.
     *
     * <p>A stage that completes exceptionally says that no decision can be made, for example because a backend is out
     * of reach: the client is denied, and nothing counts against it or the plugin. An exception thrown here, null, and no
     * answer within {@code auth.timeout} deny as well, and count as failures of the plugin. For an answer that is late
     * although this method has returned, the plugin is not quarantined.
     *
     * @return the decision; it may be completed on any thread
     */
    CompletionStage<Decision> authenticate(AccessRequest request);
}
