/** What every protocol layer agrees on: how input is refused, and the limits it is held to. */
package dev.sluice.protocol;
