package dev.sluice.hello;

import dev.sluice.api.EventListener;
import dev.sluice.api.PluginContext;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.Setting;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Greets each publisher in the log. Made once for each start of the plugin. */
@Extension
public final class Greeter implements EventListener {
    private static final Logger LOG = LoggerFactory.getLogger(Greeter.class);

    /** What may stand under {@code plugins.settings.hello}. */
    record Settings(@Setting("Hello") String greeting) {}

    private final String greeting;

    public Greeter(PluginContext context) {
        this.greeting = context.settings(Settings.class).greeting();
    }

    @Override
    public void onEvent(ServerEvent event) {
        if (event.type() == ServerEvent.Type.PUBLISH_STARTED) {
            LOG.info("{}", words(event));
        }
    }

    String words(ServerEvent event) {
        return greeting + " " + event.application() + "/" + event.stream();
    }
}
