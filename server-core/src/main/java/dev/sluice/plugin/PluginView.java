package dev.sluice.plugin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What there is to know of one plugin. Immutable.
 *
 * @param id from its manifest; of a file that cannot be read its name
 * @param version from its manifest, or empty
 * @param cause why it is in this state, or empty
 * @param file in the plugin directory
 * @param since when it came into this state
 * @param extensions what it has registered, such as {@code Authenticator dev.sluice.rules.RulesAuthenticator}
 * @param guards whether nobody is let in without it
 * @param failures callbacks that threw, returned null or did not return in time, since the server's start
 * @param droppedEvents that its listeners were too slow for, since its start
 * @param threadsLeft threads that it left behind at its last stop
 */
public record PluginView(
        String id,
        String version,
        String provider,
        String description,
        LifeCycle state,
        String cause,
        Path file,
        Instant since,
        List<String> extensions,
        boolean guards,
        long failures,
        long droppedEvents,
        int threadsLeft) {}
