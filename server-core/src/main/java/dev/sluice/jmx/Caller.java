package dev.sluice.jmx;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.security.AccessController;
import java.security.Principal;
import javax.security.auth.Subject;

/** Who asks, on the thread that serves a client: a JMX connector of the JDK's has each call on a thread of RMI's. */
final class Caller {
    /** {@code Subject.current()}, which came with Java 18 and is the only way since Java 24; null before. */
    private static final MethodHandle CURRENT = findCurrent();

    private Caller() {}

    /** {@code sluice NAME (local)}, {@code jmx ROLE@ADDRESS}, {@code jmx (attached) ADDRESS}, or {@code jmx}: this JVM. */
    static String describe() {
        String address = address();
        Subject subject = subject();
        if (subject != null) {
            for (Principal principal : subject.getPrincipals()) {
                return principal instanceof LocalUser
                        ? "sluice " + principal.getName() + " (local)"
                        : "jmx " + principal.getName() + "@" + address;
            }
        }
        if (address == null) {
            return "jmx";
        }
        // nobody asks who attaches: the JVM's user may do that, and root
        return isLoopback(address) ? "jmx (attached) " + address : "jmx " + address;
    }

    /** Where the client is; null when it is in this JVM. */
    static String address() {
        try {
            return RemoteServer.getClientHost();
        } catch (ServerNotActiveException local) {
            return null;
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    private static Subject subject() {
        if (CURRENT == null) {
            return subjectOfOldJava();
        }
        try {
            return (Subject) CURRENT.invokeExact();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    @SuppressWarnings("removal")
    private static Subject subjectOfOldJava() {
        return Subject.getSubject(AccessController.getContext());
    }

    private static MethodHandle findCurrent() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Subject.class, "current", MethodType.methodType(Subject.class));
        } catch (NoSuchMethodException | IllegalAccessException older) {
            return null;
        }
    }
}
