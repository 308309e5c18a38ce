package dev.sluice.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that are each in range but do not go together, or not with this host. */
final class Contradictions {
    private static final Pattern APPLICATION = Pattern.compile("\\*|[^\\s/?#*%\\p{Cntrl}]+(/[^\\s/?#*%\\p{Cntrl}]+)*");

    private static final Pattern PLUGIN_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    private final Tree root;
    private final Problems problems;

    Contradictions(Tree root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    void check(SluiceConfig config, HostLimits host) {
        checkListeners(config);
        checkLimits(config.limits(), host);
        config.applications().forEach((name, application) -> checkApplication(name, application, config, host));
        checkPlugins(config);
        checkRemote(config.management().remote(), config.listeners());
    }

    private void checkRemote(RemoteConfig remote, List<ListenerConfig> listeners) {
        if (!remote.enabled()) {
            return;
        }
        KeyPath path = KeyPath.ROOT.key("management").key("remote");
        if (remote.keystore().isEmpty()) {
            report(path.key("keystore"), "expected a keystore, for remote access is never without TLS, got nothing");
        }
        if (remote.advertisedHost().isEmpty() && WILDCARDS.contains(remote.host())) {
            report(
                    path.key("advertisedHost"),
                    "expected a host that clients can connect to where remote.host is " + remote.host()
                            + ", got nothing");
        }
        for (int i = 0; i < listeners.size(); i++) {
            ListenerConfig listener = listeners.get(i);
            if (listener.port() == remote.port() && mayOverlap(listener.host(), remote.host())) {
                report(path.key("port"), remote.port() + " is the port of listeners[" + i + "]");
            }
        }
    }

    private static boolean mayOverlap(String host, String other) {
        return host.equals(other) || WILDCARDS.contains(host) || WILDCARDS.contains(other);
    }

    private void checkPlugins(SluiceConfig config) {
        KeyPath plugins = KeyPath.ROOT.key("plugins");
        List<String> disabled = config.plugins().disabled();
        checkIds(plugins.key("disabled"), disabled, List.of());
        checkIds(plugins.key("required"), config.plugins().required(), disabled);
        checkIds(KeyPath.ROOT.key("auth").key("order"), config.auth().order(), disabled);
        KeyPath settings = plugins.key("settings");
        config.plugins().settings().keySet().forEach(id -> checkId(settings.key(id), id));
    }

    private void checkIds(KeyPath path, List<String> ids, List<String> disabled) {
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            checkId(path.item(i), id);
            if (ids.indexOf(id) < i) {
                report(path.item(i), id + " is there already");
            } else if (disabled.contains(id)) {
                report(path.item(i), id + " is in plugins.disabled");
            }
        }
    }

    private void checkId(KeyPath path, String id) {
        if (!PLUGIN_ID.matcher(id).matches()) {
            report(path, "expected a plugin's id (1 to 64 of A-Z a-z 0-9 . _ -), got '" + id + "'");
        }
    }

    private void checkListeners(SluiceConfig config) {
        Set<String> addresses = new HashSet<>();
        KeyPath listeners = KeyPath.ROOT.key("listeners");
        for (int i = 0; i < config.listeners().size(); i++) {
            ListenerConfig listener = config.listeners().get(i);
            String address = listener.host() + ":" + listener.port();
            if (listener.port() != 0 && !addresses.add(address)) {
                report(listeners.item(i), address + " is there already");
            }
        }
    }

    private void checkLimits(LimitsConfig limits, HostLimits host) {
        KeyPath path = KeyPath.ROOT.key("limits");
        if (limits.maxReassembly() < limits.maxMessageSize()) {
            atLeast(path.key("maxReassembly"), "maxMessageSize", limits.maxMessageSize(), limits.maxReassembly());
        }
        if (limits.maxConnections() > host.connections()) {
            report(
                    path.key("maxConnections"),
                    "expected at most %d with %d file descriptors (ulimit -n), got %d"
                            .formatted(host.connections(), host.openFiles(), limits.maxConnections()));
        }
        long directMemory = limits.directMemory().orElse(0);
        if (directMemory > host.directMemoryBytes()) {
            withinDirectMemory(path.key("directMemory"), host.directMemoryBytes(), directMemory);
        }
    }

    private void checkApplication(String name, ApplicationConfig application, SluiceConfig config, HostLimits host) {
        KeyPath path = KeyPath.ROOT.key("applications").key(name);
        if (!APPLICATION.matcher(name).matches()) {
            report(path, "expected a name such as live or live/eu, or *");
        }
        long maxLag = application.play().maxLagBytes();
        long maxMessage = config.limits().maxMessageSize();
        if (maxLag < maxMessage) {
            atLeast(path.key("play").key("maxLagBytes"), "limits.maxMessageSize", maxMessage, maxLag);
        }
        if (application.windowBytes() < maxLag) {
            atLeast(path.key("windowBytes"), "play.maxLagBytes", maxLag, application.windowBytes());
        }
        if (application.windowBytes() > host.directMemoryBytes()) {
            withinDirectMemory(path.key("windowBytes"), host.directMemoryBytes(), application.windowBytes());
        }
    }

    private void atLeast(KeyPath path, String otherKey, long other, long got) {
        report(
                path,
                "expected at least %s (%s), got %s".formatted(otherKey, Quantity.bytes(other), Quantity.bytes(got)));
    }

    private void withinDirectMemory(KeyPath path, long limit, long got) {
        report(
                path,
                "expected at most the JVM's direct memory (-XX:MaxDirectMemorySize, %s), got %s"
                        .formatted(Quantity.bytes(limit), Quantity.bytes(got)));
    }

    private void report(KeyPath path, String text) {
        problems.add(Tree.originOf(root, path), path, text);
    }
}
