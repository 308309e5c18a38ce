package dev.sluice.jmx;

/**
 * Settles what RMI takes from system properties and nothing else. For the server's own JVM, before anything in it uses
 * RMI; what the operator has set stays.
 */
public final class JvmRmi {
    private static final String HOSTNAME = "java.rmi.server.hostname";

    private JvmRmi() {}

    /**
     * For a server without remote management: all of the JVM's remote objects are at 127.0.0.1, so that JConsole can attach
     * on a machine whose name leads elsewhere; but not if the JVM has a remote agent of its own.
     */
    public static void prepare() {
        if (System.getProperty("com.sun.management.jmxremote.port") == null) {
            setIfAbsent(HOSTNAME, "127.0.0.1");
        }
        bound();
    }

    /** For a server with remote management: RMI knows only one host for all of the JVM's remote objects. */
    public static void prepare(RemoteSettings remote) {
        if (remote.advertisedHost().isEmpty()) {
            setIfAbsent(HOSTNAME, remote.host());
        } else {
            System.setProperty(HOSTNAME, remote.advertisedHost());
        }
        bound();
    }

    /**
     * RMI lets whoever is on this machine bind names in a registry; with this they can send it no objects to bind. And from
     * whoever reaches a registry it takes names of 10,000 bytes, as many as come, of those who claim to use it, and keeps
     * each for ten minutes; nothing here needs them.
     */
    private static void bound() {
        setIfAbsent("sun.rmi.registry.registryFilter", "!*");
        setIfAbsent("sun.rmi.transport.dgcFilter", "maxarray=64");
        setIfAbsent("java.rmi.dgc.leaseValue", "10000");
        // at the port that the JDK opens when somebody attaches, which has none of the bounds of LimitedServerSocket
        setIfAbsent("sun.rmi.transport.tcp.maxConnectionThreads", "512");
        setIfAbsent("sun.rmi.transport.tcp.readTimeout", "30000");
        // as many as StreamWatch keeps: clients fetch what comes in a crowd later, also those that attach
        setIfAbsent("jmx.remote.x.notification.buffer.size", "10000");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
