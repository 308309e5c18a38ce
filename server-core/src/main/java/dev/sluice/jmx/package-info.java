/**
 * The management beans, domain {@code dev.sluice}: what JConsole, VisualVM and any other JMX client sees and may ask. Each
 * is an interface named {@code ...MXBean}, with types that every client knows, and a view behind it that holds nothing but
 * what rates are computed from. One thread, of {@link dev.sluice.jmx.Management}, makes them come and go and samples; what
 * a client asks runs on the client's thread.
 */
package dev.sluice.jmx;
