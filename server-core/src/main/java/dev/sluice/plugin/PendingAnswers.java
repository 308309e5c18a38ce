package dev.sluice.plugin;

import dev.sluice.api.Decision;
import dev.sluice.plugin.PluginInstance.GoneException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The questions that one plugin has not answered yet, so that nobody waits for one that is gone. Any thread. */
final class PendingAnswers {
    private final String id;
    private final Set<CompletableFuture<Decision>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean abandoned;

    PendingAnswers(String id) {
        this.id = id;
    }

    CompletableFuture<Decision> open() {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        open.add(answer);
        answer.whenComplete((decision, failure) -> open.remove(answer));
        if (abandoned) {
            answer.completeExceptionally(new GoneException(id));
        }
        return answer;
    }

    /** Those that are open, and those that come, are answered by nobody. */
    void abandon() {
        abandoned = true;
        open.forEach(answer -> answer.completeExceptionally(new GoneException(id)));
    }
}
