/** The chunk stream (RTMP 1.0, 5.3): bytes to whole messages and back. */
package dev.sluice.chunk;
