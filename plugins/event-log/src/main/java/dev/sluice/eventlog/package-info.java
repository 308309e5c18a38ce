/** Writes events as JSON lines. */
package dev.sluice.eventlog;
