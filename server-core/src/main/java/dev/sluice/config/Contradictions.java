package dev.sluice.config;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that are each in range but do not go together, or not with this host. */
final class Contradictions {
    private static final Pattern APPLICATION = Pattern.compile("\\*|[^\\s/?#*%\\p{Cntrl}]+(/[^\\s/?#*%\\p{Cntrl}]+)*");

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
