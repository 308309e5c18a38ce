package dev.sluice.api;

import java.util.Objects;
import org.pf4j.Plugin;

/**
 * A plugin, named by {@code Plugin-Class} in its jar's manifest. One that only has extensions marked {@link
 * org.pf4j.Extension} needs none.
 *
 * <p>At a start the server makes the plugin, then its extensions, then calls {@link #start}; only after that its
 * extensions are asked anything. All three must be done within 30 seconds. What they throw makes the start fail; the
 * server goes on without the plugin, or, at its own start and if {@code plugins.required} names it, refuses to start.
 *
 * <p>At a stop its extensions are asked nothing further, its recordings are closed, then {@link #stop} is called, which
 * has 10 seconds. After that its registrations are removed and its threads interrupted, those that the plugin made itself
 * included; what is left behind is reported. A plugin is made anew for each start.
 *
 * <pre>{@code
 * public final class GreeterPlugin extends SluicePlugin {
 *     public GreeterPlugin(PluginContext context) {
 *         super(context);
 *     }
 *
 *     @Override
 *     public void start() {
 *         context().scheduler().scheduleAtFixedRate(this::greet, 0, 1, TimeUnit.MINUTES);
 *     }
 *
 *     private void greet() {
 *         int players = context().statistics().players();
 *         System.getLogger("greeter").log(System.Logger.Level.INFO, "Hello to " + players + " players");
 *     }
 * }
 * }</pre>
 */
public abstract class SluicePlugin extends Plugin {
    private final PluginContext context;

    /**
     * Subclasses have a public constructor with this one parameter.
     *
     * @param context holds from now until the plugin has stopped
     */
    protected SluicePlugin(PluginContext context) {
        this.context = Objects.requireNonNull(context, "context");
    }

    /** What the server offers to this plugin. */
    protected final PluginContext context() {
        return context;
    }

    /** Begins. On a thread of the plugin's. */
    @Override
    public void start() {}

    /** Ends: gives back what the server does not know of. On a thread of the plugin's. */
    @Override
    public void stop() {}
}
