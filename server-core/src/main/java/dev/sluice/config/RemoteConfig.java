package dev.sluice.config;

import dev.sluice.api.Setting;

/**
 * Access to JMX over the network. Files are relative to SLUICE_BASE.
 *
 * @param host address to bind
 * @param port of the registry and of the connector alike
 * @param advertisedHost what clients are told to connect to; empty = the host
 * @param passwordFile who may come in, in the JDK's format
 * @param accessFile who may only read and who may also change, in the JDK's format
 * @param keystore with the server's private key and certificate, PKCS12 or JKS
 */
public record RemoteConfig(
        @Setting("false") boolean enabled,

        @Setting("127.0.0.1") String host,

        @Setting(value = "9010", min = "1", max = "65535") int port,

        @Setting String advertisedHost,

        @Setting("conf/jmx.password") String passwordFile,

        @Setting("conf/jmx.access") String accessFile,

        @Setting String keystore,

        @Setting(secret = true) String keystorePassword) {

    /** Without the password. */
    @Override
    public String toString() {
        return (enabled ? "enabled on " : "disabled on ") + host + ":" + port;
    }
}
