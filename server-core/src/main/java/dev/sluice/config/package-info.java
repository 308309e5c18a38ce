/**
 * {@code conf/sluice.yml} to validated, immutable records. A key is a record component with a {@link Setting}: its
 * default and range stand there and nowhere else. Every fault of a file is reported, with its line and key.
 */
package dev.sluice.config;
