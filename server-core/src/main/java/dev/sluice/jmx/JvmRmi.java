package dev.sluice.jmx;

/**
 * Settles what RMI takes from system properties and nothing else. For the server's own JVM, before anything in it uses
 * RMI; what the operator has set stays.
 */
public final class JvmRmi {
    private static final String HOSTNAME = "java.rmi.server.hostname";

    private JvmRmi() {}

    /**
     * @param advertisedHost the host that all of the JVM's remote objects tell their clients; empty: 127.0.0.1, so that
     *     attaching works on a machine whose name leads elsewhere, unless the JVM has a remote agent of its own
     */
    public static void prepare(String advertisedHost) {
        if (!advertisedHost.isEmpty()) {
            System.setProperty(HOSTNAME, advertisedHost);
        } else if (System.getProperty("com.sun.management.jmxremote.port") == null) {
            setIfAbsent(HOSTNAME, "127.0.0.1");
        }
        // whoever is on this machine may bind names in a registry of RMI's, over the network, but with this no objects
        setIfAbsent("sun.rmi.registry.registryFilter", "!*");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
