/**
 * What a Sluice plugin implements and is given.
 *
 * <p>A plugin is a jar with a {@link dev.sluice.api.SluicePlugin} and any number of extensions: classes marked
 * {@link org.pf4j.Extension} that implement {@link dev.sluice.api.Authenticator}, {@link
 * dev.sluice.api.StreamRecorder} or {@link dev.sluice.api.EventListener}. Each is made once per start of the plugin,
 * with the plugin's {@link dev.sluice.api.PluginContext} as the constructor's argument, or without one.
 *
 * <p><strong>Threads.</strong> No method of a plugin is ever called on a thread that relays media. Each plugin has
 * threads of its own, whose context class loader is the plugin's. What a callback may take is bounded: one that throws,
 * returns null or does not return in time is counted and reported with the plugin's id, and a plugin that fails again
 * and again is stopped ("quarantined") and tried again later. Streams go on in each of these cases.
 *
 * <p><strong>Versions.</strong> Values are interfaces or final classes with accessors, so that a plugin compiled against
 * one minor version runs on the next. Implement only what is meant for it: the three extension points, {@link
 * dev.sluice.api.Recording} and {@link dev.sluice.api.SluicePlugin}. Enumerations may get further constants.
 *
 * <p>A plugin is no sandbox: it shares the heap with the server and may end the process.
 */
package dev.sluice.api;
