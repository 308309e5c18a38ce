package dev.sluice.hooks;

import dev.sluice.api.EventListener;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import java.util.Map;

/** Turns events into notifications. */
final class HookListener implements EventListener {
    private final Map<Hook, Target> targets;
    private final Dialect dialect;
    private final Notifier notifier;
    private final Updates updates;

    /** @param updates null for none */
    HookListener(Map<Hook, Target> targets, Dialect dialect, Notifier notifier, Updates updates) {
        this.targets = targets;
        this.dialect = dialect;
        this.notifier = notifier;
        this.updates = updates;
    }

    @Override
    public void onEvent(ServerEvent event) {
        if (isOfLifeCycle(event)) {
            tell(Hook.EVENTS, event);
        }
        dialect.ends(event).forEach(this::ended);
        switch (event.type()) {
            case PUBLISH_STARTED, PLAY_STARTED -> {
                if (updates != null) {
                    updates.started(event);
                }
            }
            case RECORDING_STOPPED, RECORDING_FAILED -> {
                if (event.subjectId() != 0) {
                    tell(Hook.RECORD_DONE, event);
                }
            }
            case RECORDING_PART -> tell(Hook.RECORD_DONE, event);
            case CONNECTION_CLOSED -> tell(Hook.DISCONNECT, event);
            default -> {}
        }
        dialect.happened(event);
    }

    /** Notifications of equal chains keep their order. */
    private static Object chainOf(ServerEvent event) {
        return event.connection()
                .<Object>map(client -> client.connectionId())
                .orElse(event.application() + '/' + event.stream());
    }

    private void ended(ServerEvent event) {
        if (updates != null) {
            updates.ended(event);
        }
        tell(event.type() == Type.PUBLISH_STOPPED ? Hook.PUBLISH_DONE : Hook.PLAY_DONE, event);
        tell(Hook.DONE, event);
    }

    private void tell(Hook hook, ServerEvent event) {
        Target target = targets.get(hook);
        if (target != null) {
            notifier.tell(chainOf(event), dialect.tell(target, hook, event));
        }
    }

    private static boolean isOfLifeCycle(ServerEvent event) {
        Type type = event.type();
        return type.starts() || type.stops() || type == Type.RECORDING_FAILED || type == Type.RECORDING_PART;
    }
}
