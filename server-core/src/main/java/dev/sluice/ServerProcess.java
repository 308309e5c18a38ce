package dev.sluice;

import dev.sluice.cli.Launch;
import dev.sluice.cli.RefusedException;
import dev.sluice.jmx.RemoteAccessException;
import dev.sluice.jmx.RemoteSettings;
import dev.sluice.plugin.RequiredPluginsException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that is a process: from its command line to its exit code, and what signals do to it. */
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private ServerProcess() {}

    /** Serves until SIGTERM, SIGINT or an operator ends it; the exit code is 0 then, 1 when the server could not start. */
    static int run(Launch launch) throws InterruptedException, RefusedException {
        try {
            if (launch.rehearsal()) {
                rehearse(launch);
            } else {
                serve(launch);
            }
            return 0;
        } catch (IOException | RemoteAccessException failure) {
            LOG.error("cannot start: {}", failure.getMessage());
            return 1;
        } catch (RequiredPluginsException missing) {
            missing.problems().forEach(LOG::error);
            throw new RefusedException(missing.problems());
        }
    }

    /** Without remote access, whose port may be taken by the server that this is for. */
    private static void rehearse(Launch launch) throws IOException, RequiredPluginsException, RemoteAccessException {
        ManagementAccess.prepare(Optional.empty());
        try (SluiceServer server = start(launch)) {
            server.manage(control(server, launch, () -> {}));
            ManagementAccess.open(launch.base(), Optional.empty()).close();
        }
    }

    private static void serve(Launch launch)
            throws IOException, InterruptedException, RequiredPluginsException, RemoteAccessException {
        CountDownLatch stop = new CountDownLatch(1);
        // before the port opens: whoever waited for that may send a signal at once
        ProcessSignals.on("TERM", stop::countDown);
        ProcessSignals.on("INT", stop::countDown);
        // as early: the JVM's way is to end
        CompletableFuture<ServerControl> serving = new CompletableFuture<>();
        ProcessSignals.on("HUP", () -> reloadOnce(serving));
        Optional<RemoteSettings> remote = SettingsMapper.remote(launch.loaded().config(), rootsOf(launch));
        ManagementAccess.prepare(remote);
        try (BaseLock lock = BaseLock.take(launch.base());
                SluiceServer server = start(launch)) {
            ServerControl control = control(server, launch, stop::countDown);
            server.manage(control);
            ManagementAccess access = ManagementAccess.open(lock.base(), remote);
            try {
                LOG.info("serving {} on {}", lock.base(), server.addresses());
                serving.complete(control);
                stop.await();
                LOG.info("stopping");
            } finally {
                access.close();
            }
        }
        LOG.info("stopped");
    }

    private static void reloadOnce(CompletableFuture<ServerControl> serving) {
        serving.thenAccept(ServerControl::onHangup).exceptionally(failure -> {
            LOG.error("not reloaded, after an unexpected error", failure);
            return null;
        });
    }

    private static SluiceServer start(Launch launch) throws IOException, RequiredPluginsException {
        return SluiceServer.start(launch.loaded().config(), rootsOf(launch));
    }

    private static Roots rootsOf(Launch launch) {
        return new Roots(launch.home(), launch.base());
    }

    private static ServerControl control(SluiceServer server, Launch launch, Runnable stop) {
        return new ServerControl(server, launch.loaded(), launch.source(), stop);
    }
}
