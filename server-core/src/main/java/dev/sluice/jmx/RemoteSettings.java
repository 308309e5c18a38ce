package dev.sluice.jmx;

import java.nio.file.Path;

/**
 * How the server is managed from other machines.
 *
 * @param host address to listen on
 * @param port of registry and beans, the only one
 * @param advertisedHost what clients connect to once they have asked the registry; empty: {@code host}
 * @param passwordFile roles and passwords, as the JDK reads them
 * @param accessFile what each role may do, as the JDK reads it
 * @param keystore with the server's certificate and its key
 */
public record RemoteSettings(
        String host,
        int port,
        String advertisedHost,
        Path passwordFile,
        Path accessFile,
        Path keystore,
        String keystorePassword) {

    /** Hides the password. */
    @Override
    public String toString() {
        return "remote management on " + host + ":" + port;
    }
}
