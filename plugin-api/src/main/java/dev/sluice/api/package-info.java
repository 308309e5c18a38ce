/**
 * What a Sluice plugin implements and is given.
 *
 * <p>Values are interfaces or final classes with accessors, so that a plugin compiled against one minor version runs on
 * the next.
 */
package dev.sluice.api;
