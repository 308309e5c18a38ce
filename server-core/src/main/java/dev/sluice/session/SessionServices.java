package dev.sluice.session;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import dev.sluice.net.EventLoop;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.stream.StreamLoop;
import dev.sluice.stream.StreamRegistry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What sessions share.
 *
 * @param settings asked whenever one is needed, for a reload may change them
 * @param applications asked at each connect, publish and play
 * @param authorizer must not block; its answer may come later and on any thread
 * @param events is told what happens, on the loops; must not block. What it throws is counted and harms nobody
 * @param reassembly memory for incomplete messages of all connections
 * @param sessions knows every session from its making to its end
 * @param bans streams that nobody may publish now
 * @param loops by their number
 */
public record SessionServices(
        StreamRegistry registry,
        Counters counters,
        WarningLog warnings,
        Supplier<SessionSettings> settings,
        Supplier<Applications> applications,
        Function<AccessRequest, CompletionStage<Decision>> authorizer,
        Consumer<ServerEvent> events,
        MemoryBudget reassembly,
        Sessions sessions,
        Bans bans,
        List<StreamLoop> loops) {

    /** The loops as streams see them. */
    public static List<StreamLoop> adapt(List<EventLoop> loops) {
        return loops.stream().<StreamLoop>map(LoopAdapter::new).toList();
    }

    StreamLoop streamLoop(EventLoop loop) {
        return loops.get(loop.index());
    }

    EventLoop eventLoop(StreamLoop loop) {
        return ((LoopAdapter) loops.get(loop.index())).loop();
    }
}
