package dev.sluice.plugin;

import dev.sluice.api.Authenticator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows without whom nobody is let in: every authenticator that has been active, and every plugin that the configuration
 * makes one or may. Tells the chain at once when one of them comes or goes. Any thread.
 */
final class Guards {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.auth");

    private final ExtensionRegistry registry;
    /** Those that have been active. */
    private final Set<String> seen = new HashSet<>();
    /** Those that guarded when they went, and need not be authenticators. */
    private final Set<String> kept = new HashSet<>();

    private Map<String, String> wanted = Map.of();
    private Set<String> disabled = Set.of();
    private volatile AuthSettings settings;
    private AuthChain chain;
    private Set<String> missing = Set.of();
    private Set<String> reported = Set.of();

    Guards(ExtensionRegistry registry, AuthSettings settings) {
        this.registry = registry;
        this.settings = settings;
    }

    AuthSettings settings() {
        return settings;
    }

    /** To be called once, before anybody asks. */
    synchronized void chain(AuthChain newChain) {
        chain = newChain;
        refresh();
    }

    /**
     * Goes on with another configuration, or with another state of the plugins.
     *
     * @param newWanted ids of plugins that guard because the configuration says so, each with why it is not there
     * @param running ids of plugins that run: what they are is known
     * @param newDisabled ids of plugins that the operator does not want to guard
     */
    synchronized void use(
            AuthSettings newSettings, Map<String, String> newWanted, Set<String> running, Set<String> newDisabled) {
        boolean known = kept.removeAll(running);
        if (known || !newSettings.equals(settings) || !newWanted.equals(wanted) || !newDisabled.equals(disabled)) {
            settings = newSettings;
            wanted = Map.copyOf(newWanted);
            disabled = Set.copyOf(newDisabled);
            refresh();
        }
    }

    /** The authenticator has come; from now on nobody is let in without it. */
    synchronized void added(Registered<Authenticator> authenticator) {
        seen.add(authenticator.owner().id());
        refresh();
    }

    synchronized void removed() {
        refresh();
    }

    /** Its file is gone: it guards until it runs again, which tells what it is, or the operator says otherwise. */
    synchronized void keep(String id) {
        if (!seen.contains(id) && kept.add(id)) {
            refresh();
        }
    }

    /** The operator does not want it any more. One that is active goes on guarding. */
    synchronized void release(String id) {
        boolean active = registry.authenticators().stream()
                .anyMatch(one -> one.owner().id().equals(id));
        if (!active && (seen.remove(id) | kept.remove(id))) {
            refresh();
        }
    }

    synchronized boolean guards(String id) {
        return required().contains(id);
    }

    /** Ids of those without whom nobody is let in. */
    synchronized Set<String> required() {
        Set<String> required = new TreeSet<>(seen);
        required.addAll(kept);
        required.addAll(wanted.keySet());
        required.addAll(settings.order());
        required.removeAll(disabled);
        return required;
    }

    private void refresh() {
        Set<String> nowMissing = required();
        registry.authenticators()
                .forEach(active -> nowMissing.remove(active.owner().id()));
        missing = nowMissing;
        if (chain != null) {
            chain.use(AuthState.of(settings, registry.authenticators(), nowMissing));
        }
    }

    /**
     * Logs who has come to be missing since the last call, and who is not any more: one that is just being replaced is not
     * worth a line.
     *
     * @param causes why plugins do not run, by id
     */
    synchronized void report(Map<String, String> causes) {
        for (String id : missing) {
            if (!reported.contains(id)) {
                LOG.error(
                        "nobody is let in without plugin {}, which guards this server: {}. To do without it, take it out of"
                                + " plugins.settings and auth.order, or name it in plugins.disabled, and reload; or uninstall it",
                        id,
                        causes.getOrDefault(id, "it is not there"));
            }
        }
        Set<String> required = required();
        for (String id : reported) {
            if (!required.contains(id)) {
                LOG.warn("plugin {} guards this server no longer", id);
            } else if (!missing.contains(id)) {
                LOG.info("plugin {} guards this server again", id);
            }
        }
        reported = missing;
    }
}
