/** The {@code sluice} commands. */
package dev.sluice.cli;
