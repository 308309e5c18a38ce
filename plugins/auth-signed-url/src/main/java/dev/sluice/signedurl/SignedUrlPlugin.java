package dev.sluice.signedurl;

import dev.sluice.api.PluginContext;
import dev.sluice.api.SluicePlugin;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in whom a signature in the query lets in; without settings it does nothing. */
public final class SignedUrlPlugin extends SluicePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(SignedUrlPlugin.class);
    private static final int RANK = 0;

    public SignedUrlPlugin(PluginContext context) {
        super(context);
    }

    @Override
    public void start() {
        if (!context().configured()) {
            return;
        }
        SignedUrlSettings settings = context().settings(SignedUrlSettings.class);
        context().registerAuthenticator(new SignedUrlAuthenticator(settings, InstantSource.system()), RANK);
        LOG.info("{} of {} by the keys {}", settings.action(), settings.streams(), settings.keys());
    }
}
