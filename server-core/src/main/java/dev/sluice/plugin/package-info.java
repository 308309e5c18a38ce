/**
 * The plugin host: the only place that knows PF4J. {@link dev.sluice.plugin.PluginHost} loads, starts, stops, updates and
 * removes plugins on one thread; what they registered is asked through {@link dev.sluice.plugin.AuthChain}, {@link
 * dev.sluice.plugin.EventDispatcher} and {@link dev.sluice.plugin.Recordings}, none of which ever waits for a plugin.
 */
package dev.sluice.plugin;
