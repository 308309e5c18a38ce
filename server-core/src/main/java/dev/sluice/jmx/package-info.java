/**
 * The management beans, domain {@code dev.sluice}: what JConsole, VisualVM and any other JMX client sees and may ask. Each
 * is an interface named {@code ...MXBean}, with types that every client knows, and a view behind it that holds nothing. One
 * thread, of {@link dev.sluice.jmx.Management}, makes them come and go; what a client asks runs on the client's thread.
 */
package dev.sluice.jmx;
