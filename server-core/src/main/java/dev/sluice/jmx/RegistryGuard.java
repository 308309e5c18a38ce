package dev.sluice.jmx;

import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.Registry;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the entry of a registry. RMI asks nobody on this machine for a password before it takes an entry away, nor, unless
 * {@link JvmRmi} has seen to that, before it puts another one there, which would be told the passwords of who logs in next.
 */
final class RegistryGuard implements AutoCloseable {
    /** What JConsole asks for. */
    static final String NAME = "jmxrmi";

    private static final Logger LOG = LoggerFactory.getLogger(RemoteAccess.class);

    private final Registry registry;
    private final Remote entry;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "sluice-registry");
        made.setDaemon(true);
        return made;
    });

    RegistryGuard(Registry registry, Remote entry) {
        this.registry = registry;
        this.entry = entry;
    }

    /** Puts the entry there, and back within a second. */
    void start() throws RemoteException {
        registry.rebind(NAME, entry);
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (List.of(registry.list()).equals(List.of(NAME))
                    && registry.lookup(NAME).equals(entry)) {
                return;
            }
            LOG.error("somebody on this machine tampers with the registry of remote management; put right");
            for (String name : registry.list()) {
                registry.unbind(name);
            }
            registry.rebind(NAME, entry);
        } catch (RemoteException | NotBoundException changing) {
            LOG.debug("the registry is just being changed; looked at again in a second", changing);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
