/**
 * Sockets: event loops, acceptor, connections, timers. It knows bytes, not RTMP; what a connection says is its
 * {@link dev.sluice.net.ConnectionHandler}'s business.
 *
 * <p>A loop is one thread and owns its connections: everything without a word about threads belongs to the loop.
 */
package dev.sluice.net;
