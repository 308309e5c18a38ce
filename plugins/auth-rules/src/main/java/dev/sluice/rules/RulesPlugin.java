package dev.sluice.rules;

import dev.sluice.api.PluginContext;
import dev.sluice.api.SluicePlugin;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the ordered rules of its settings; without settings it does nothing. */
public final class RulesPlugin extends SluicePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(RulesPlugin.class);
    private static final int RANK = 0;

    private SlowLane slowLane;

    public RulesPlugin(PluginContext context) {
        super(context);
    }

    @Override
    public void start() {
        if (!context().configured()) {
            return;
        }
        RulesSettings settings = context().settings(RulesSettings.class);
        if (!settings.denies()) {
            LOG.warn("These rules deny nobody: they guard something only if auth.default is deny");
        }
        // the rest of the time is for those who were asked before, and for the way back
        long patienceNanos = context().authTimeout().toNanos() / 10 * 8;
        slowLane = new SlowLane(context().scheduler(), patienceNanos, System::nanoTime);
        if (settings.iterations() > 0) {
            long oftenNanos = patienceNanos / 16;
            context()
                    .scheduler()
                    .scheduleWithFixedDelay(slowLane::expire, oftenNanos, oftenNanos, TimeUnit.NANOSECONDS);
        }
        context().registerAuthenticator(new RulesAuthenticator(settings, slowLane), RANK);
        LOG.info("{} rules, otherwise {}", settings.rules().size(), settings.otherwise());
    }

    @Override
    public void stop() {
        if (slowLane != null) {
            slowLane.close();
        }
    }
}
