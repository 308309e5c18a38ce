package dev.sluice.jmx;

/**
 * What may be deserialized, as patterns of {@code java.io.ObjectInputFilter}: before and after a client has logged in. How
 * many bytes that may be at a time is for {@link LimitedSocket} to say.
 */
final class SerialFilters {
    /** A name and a password, in an array. */
    static final String CREDENTIALS = "maxdepth=2;maxarray=2;java.lang.String;!*";

    /**
     * What JConsole, VisualVM and the like send for any bean of the JVM's: values of open types, their names, filters and
     * queries. Depth and size bound what collections made to be costly can cost. Whoever listens to notifications sends an
     * empty array of subjects before Java 23; a subject itself would need more than this.
     */
    static final String CALLS = "maxdepth=20;maxarray=65536;maxrefs=100000;"
            + "java.lang.*;java.math.BigInteger;java.math.BigDecimal;java.util.*;java.rmi.MarshalledObject;"
            + "javax.management.*;javax.management.openmbean.*;"
            + "javax.management.relation.MBeanServerNotificationFilter;javax.security.auth.Subject;!*";

    /** The stub of a server's, as {@code data/management} holds it. */
    static final String STUB = "maxdepth=4;maxbytes=8192;javax.management.remote.rmi.RMIServerImpl_Stub;"
            + "java.rmi.server.RemoteStub;java.rmi.server.RemoteObject;"
            + LoopbackClientSockets.class.getName() + ";!*";

    private SerialFilters() {}
}
