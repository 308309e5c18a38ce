package dev.sluice.session;

import dev.sluice.counter.Counter;
import dev.sluice.net.Connection;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import dev.sluice.stream.StreamPath;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of one connection: a line when its first byte comes, one for each stream event, one at its end, each
 * with the connection's identity. Queries, which may hold secrets, never come here.
 */
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.session");
    private static final Map<Reason, Counter> COUNTERS = new EnumMap<>(Reason.class);
    /** What an operator can configure, and so wants to hear of. */
    private static final Set<Reason> LIMITS = EnumSet.range(Reason.MESSAGE_TOO_LARGE, Reason.HEADER_OVERHEAD);

    static {
        for (Reason reason : Reason.values()) {
            COUNTERS.put(reason, Counter.valueOf(reason.name()));
        }
    }

    private final Connection connection;
    private final SessionServices services;
    private final String peer;
    private String label;
    private String client = "";
    private boolean opened;

    SessionLog(Connection connection, SessionServices services) {
        this.connection = connection;
        this.services = services;
        this.peer =
                "c" + connection.id() + " " + connection.remote().getAddress().getHostAddress() + ":"
                        + connection.remote().getPort();
        this.label = peer;
    }

    void opened() {
        if (!opened) {
            opened = true;
            LOG.info("[{}] opened", label);
        }
    }

    void identity(ClientIdentity identity) {
        client = PrintableText.of(identity.flashVer());
    }

    void stream(StreamPath path) {
        label = peer + " " + PrintableText.of(path.toString());
    }

    void event(String text) {
        LOG.info("[{}] {}", label, text);
    }

    /** A warning of a kind that may come in masses. */
    void warn(Counter kind, String text) {
        services.warnings().warn(kind, "[" + label + "] " + text);
    }

    /** Counts and logs what went wrong; returns the reason for closing. */
    String failed(Throwable failure) {
        if (failure instanceof ProtocolException refused) {
            Counter counter = COUNTERS.get(refused.reason());
            services.counters().increment(counter);
            String reason = refused.reason() + ": " + refused.getMessage();
            if (LIMITS.contains(refused.reason())) {
                warn(counter, reason);
            }
            return reason;
        }
        if (failure instanceof IOException) {
            return "connection lost: " + failure.getMessage();
        }
        services.counters().increment(Counter.LOOP_ERRORS);
        LOG.error("[{}] closed after an unexpected error", label, failure);
        return "internal error";
    }

    /** @param reason may quote what the peer or a plugin said */
    void closed(String reason) {
        if (connection.traffic().bytesIn() == 0) {
            services.counters().increment(Counter.CONNECTIONS_WITHOUT_BYTES);
            return;
        }
        LOG.info(
                "[{}] closed: {}; in {} B, out {} B, {} ms, client '{}'",
                label,
                PrintableText.of(reason),
                connection.traffic().bytesIn(),
                connection.traffic().bytesOut(),
                (System.nanoTime() - connection.traffic().openedAtNanos()) / 1_000_000,
                client);
    }
}
