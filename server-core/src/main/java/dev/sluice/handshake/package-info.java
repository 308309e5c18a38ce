/** The simple handshake (RTMP 1.0, 5.2), C0 to C2, as a resumable state machine. */
package dev.sluice.handshake;
