/**
 * One connection's RTMP conversation: handshake, commands, and on each message stream a publish side or a play side.
 *
 * <p>A session lives on its connection's event loop. Plugins are known here as a function from a request to a decision.
 */
package dev.sluice.session;
