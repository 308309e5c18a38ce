package dev.sluice.jmx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.rmi.ConnectException;
import java.rmi.NoSuchObjectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;

/** The server that runs on a SLUICE_BASE of this machine, as {@code bin/sluice} sees it. */
public final class LocalServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;
    private static final String STUB = "/stub/";

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private LocalServer(JMXConnector connector, MBeanServerConnection beans) {
        this.connector = connector;
        this.beans = beans;
    }

    /**
     * Connects to the server of a SLUICE_BASE, within 5 seconds.
     *
     * @throws NoServerException when that cannot be, with a message that tells people which of the reasons it is
     */
    public static LocalServer connect(Path base) throws NoServerException, InterruptedException {
        return connect(base, PATIENCE_SECONDS);
    }

    /** As {@link #connect(Path)}, within that time. */
    static LocalServer connect(Path base, long patienceSeconds) throws NoServerException, InterruptedException {
        Path file = ManagementFile.in(base);
        ManagementFile management = read(base, file);
        ProcessHandle process = ProcessHandle.of(management.pid())
                .filter(ProcessHandle::isAlive)
                .orElseThrow(() -> gone(base, file, management));
        var attempt = new FutureTask<>(() -> connect(management));
        Thread thread = new Thread(attempt, "sluice-connect");
        thread.setDaemon(true);
        thread.start();
        try {
            return attempt.get(patienceSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new NoServerException(
                    running(base, management) + " but does not answer within " + patienceSeconds + " s");
        } catch (ExecutionException failure) {
            throw explain(base, management, process, failure.getCause());
        }
    }

    private static ManagementFile read(Path base, Path file) throws NoServerException {
        try {
            return ManagementFile.read(file);
        } catch (NoSuchFileException none) {
            throw new NoServerException(
                    isTaken(base)
                            ? "a server runs on " + base + " but there is no " + file + ": it is just starting or"
                                    + " stopping, or it could not write that, as its log says"
                            : "no server runs on " + base + " (there is no " + file + ")");
        } catch (AccessDeniedException denied) {
            throw new NoServerException("may not read " + file + ", which is for " + ownerOf(file, base)
                    + " only: run this as the user that runs the server");
        } catch (IOException failure) {
            throw new NoServerException("cannot read how to reach the server on " + base + ": " + failure.getMessage());
        }
    }

    /** What the server on a SLUICE_BASE holds an exclusive lock of for as long as it lives. */
    public static Path lockFile(Path base) {
        return base.resolve("data").resolve("sluice.lock");
    }

    /** Shares the lock for a moment at most, which a server that is just starting gets over. */
    private static boolean isTaken(Path base) {
        try (FileChannel channel = FileChannel.open(lockFile(base), StandardOpenOption.READ);
                FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return shared == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        } catch (IOException untold) {
            return false;
        }
    }

    /** Of the file, or of the innermost folder on the way there that tells. */
    private static String ownerOf(Path file, Path base) {
        for (Path path = file.toAbsolutePath(); path != null && path.startsWith(base.toAbsolutePath()); ) {
            try {
                return Files.getOwner(path).getName();
            } catch (IOException | UnsupportedOperationException untold) {
                path = path.getParent();
            }
        }
        return "another user";
    }

    private static LocalServer connect(ManagementFile management) throws IOException, ClassNotFoundException {
        String[] credentials = {System.getProperty("user.name", "?"), management.credential()};
        JMXConnector connector =
                new RMIConnector(stub(management.url()), Map.of(JMXConnector.CREDENTIALS, credentials));
        connector.connect();
        return new LocalServer(connector, connector.getMBeanServerConnection());
    }

    /**
     * The server's part of {@code service:jmx:rmi://127.0.0.1/stub/...}. Read here, not by the connector, so that nothing
     * else is deserialized: root may ask for the server of a user that is not to be trusted that far.
     */
    private static RMIServer stub(String url) throws IOException, ClassNotFoundException {
        int start = url.indexOf(STUB);
        if (start < 0) {
            throw new IOException("no stub in its address");
        }
        byte[] serialized;
        try {
            serialized = Base64.getDecoder().decode(url.substring(start + STUB.length()));
        } catch (IllegalArgumentException wrong) {
            throw new IOException("no stub in its address", wrong);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(serialized))) {
            in.setObjectInputFilter(ObjectInputFilter.Config.createFilter(SerialFilters.STUB));
            return (RMIServer) in.readObject();
        }
    }

    private static NoServerException explain(
            Path base, ManagementFile management, ProcessHandle process, Throwable failure) {
        if (isAnother(process, management.started())) {
            return gone(base, ManagementFile.in(base), management);
        }
        if (failure instanceof SecurityException) {
            return new NoServerException(running(base, management) + " but refuses the credential in "
                    + ManagementFile.in(base) + ", which is not its own");
        }
        if (failure instanceof ConnectException || failure instanceof NoSuchObjectException) {
            return new NoServerException(
                    running(base, management) + " but cannot be reached; perhaps it is just stopping");
        }
        return new NoServerException(running(base, management) + " but cannot be talked to: " + failure);
    }

    /**
     * Told only after connecting has failed: the start of a process, as the system reckons it, moves when its clock is
     * set, so a difference alone proves nothing.
     */
    private static boolean isAnother(ProcessHandle process, Instant started) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(started, instant).abs().toSeconds() >= 2)
                .orElse(false);
    }

    private static NoServerException gone(Path base, Path file, ManagementFile management) {
        return new NoServerException("no server runs on " + base + ": the one that wrote " + file + " (pid "
                + management.pid() + ", started " + management.started() + ") is gone without removing it");
    }

    private static String running(Path base, ManagementFile management) {
        return "the server on " + base + " (pid " + management.pid() + ") runs";
    }

    /** For any thread; calls wait as long as the server takes, and fail with IOException once it is gone. */
    public MBeanServerConnection beans() {
        return beans;
    }

    /** Ends the connection. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException gone) {
            // the server's end is the end of the connection
        }
    }
}
