package dev.sluice.jmx;

import dev.sluice.counter.Counters;
import dev.sluice.net.EventLoop;
import dev.sluice.plugin.PluginHost;
import dev.sluice.session.Bans;
import dev.sluice.session.Sessions;
import dev.sluice.stream.SegmentPool;
import dev.sluice.stream.StreamRegistry;
import java.util.List;
import java.util.function.Supplier;

/**
 * What there is to manage.
 *
 * @param settings asked whenever one is needed
 */
public record ManagementServices(
        Control control,
        PluginHost plugins,
        Counters counters,
        StreamRegistry streams,
        Sessions sessions,
        Bans bans,
        List<EventLoop> loops,
        SegmentPool pool,
        Supplier<ManagementSettings> settings) {}
