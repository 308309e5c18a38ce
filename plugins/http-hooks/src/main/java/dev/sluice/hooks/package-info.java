/** Asks and tells an HTTP backend. */
package dev.sluice.hooks;
