package dev.sluice.jmx;

import dev.sluice.plugin.PluginHost;
import dev.sluice.session.Bans;
import dev.sluice.session.SessionFigures;
import dev.sluice.session.Sessions;
import dev.sluice.stream.StreamFigures.Publication;
import dev.sluice.stream.StreamPath;
import java.time.Duration;
import java.util.List;

/**
 * What can be done to streams, on the thread of who asks; the loops are told and not waited for. The first argument is the
 * bean that was asked, for the log.
 */
final class StreamOperations {
    /** The client is told. */
    static final String DROPPED = "Dropped by an operator.";

    private final StreamDirectory directory;
    private final Sessions sessions;
    private final Bans bans;
    private final PluginHost plugins;
    private final Operations operations;

    StreamOperations(ManagementServices services, StreamDirectory directory, Operations operations) {
        this.directory = directory;
        this.sessions = services.sessions();
        this.bans = services.bans();
        this.plugins = services.plugins();
        this.operations = operations;
    }

    void dropPublisher(String bean, String application, String name) {
        operations.run(bean + ".dropPublisher", named(application, name), () -> {
            StreamPath path = Arguments.stream(application, name);
            Publication publication = publicationOf(path);
            if (!sessions.requestDropPublisher(path, publication.connectionId(), DROPPED, false)) {
                throw nobodyPublishes(path);
            }
        });
    }

    boolean dropPublisher(String bean, String application, String name, long banSeconds) {
        List<String> arguments = List.of(String.valueOf(application), String.valueOf(name), String.valueOf(banSeconds));
        return operations.call(bean + ".dropPublisher", arguments, () -> {
            StreamPath path = Arguments.stream(application, name);
            Duration duration = Arguments.banSeconds(banSeconds);
            if (directory.find(path).isEmpty()) {
                throw new RefusedException(path + " is neither published nor waited for");
            }
            String address = directory
                    .publication(path)
                    .flatMap(directory::publisher)
                    .map(SessionFigures::remote)
                    .map(Addresses::text)
                    .orElse("");
            bans.ban(path, duration, address);
            // who publishes it now may have begun since, but nobody begins any more
            return directory
                    .publication(path)
                    .filter(now -> sessions.requestDropPublisher(path, now.connectionId(), DROPPED, true))
                    .isPresent();
        });
    }

    int dropPlayers(String bean, String application, String name) {
        return operations.call(
                bean + ".dropPlayers",
                named(application, name),
                () -> sessions.requestDropPlayers(Arguments.stream(application, name), DROPPED));
    }

    boolean liftBan(String bean, String application, String name) {
        return operations.call(
                bean + ".liftBan", named(application, name), () -> bans.lift(Arguments.stream(application, name)));
    }

    void startRecording(String bean, String application, String name) {
        operations.run(
                bean + ".startRecording",
                named(application, name),
                () -> plugins.startRecording(Arguments.stream(application, name)));
    }

    int stopRecording(String bean, String application, String name) {
        return operations.call(bean + ".stopRecording", named(application, name), () -> {
            StreamPath path = Arguments.stream(application, name);
            int ended = plugins.stopRecording(path);
            if (ended == 0) {
                throw new RefusedException(path + " is not being recorded");
            }
            return ended;
        });
    }

    private Publication publicationOf(StreamPath path) {
        return directory.publication(path).orElseThrow(() -> nobodyPublishes(path));
    }

    private static RefusedException nobodyPublishes(StreamPath path) {
        return new RefusedException("nobody publishes " + path);
    }

    private static List<String> named(String application, String name) {
        return List.of(String.valueOf(application), String.valueOf(name));
    }
}
