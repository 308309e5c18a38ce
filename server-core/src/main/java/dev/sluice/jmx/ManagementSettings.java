package dev.sluice.jmx;

/**
 * What holds now; a reload may change it at any time.
 *
 * @param maxConnections so many are accepted at most
 * @param maxConnectionBeans so many connections have a bean of their own at most
 * @param maxStreamBeans so many streams have a bean of their own at most
 */
public record ManagementSettings(int maxConnections, int maxConnectionBeans, int maxStreamBeans) {}
