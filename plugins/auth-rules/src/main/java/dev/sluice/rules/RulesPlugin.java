package dev.sluice.rules;

import dev.sluice.api.PluginContext;
import dev.sluice.api.SluicePlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the ordered rules of its settings; without settings it does nothing. */
public final class RulesPlugin extends SluicePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(RulesPlugin.class);
    private static final int RANK = 0;

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
        context()
                .registerAuthenticator(
                        new RulesAuthenticator(settings, context().scheduler()), RANK);
        LOG.info("{} rules, otherwise {}", settings.rules().size(), settings.otherwise());
    }
}
