/** One record per RTMP message, and peeks into media and data messages that are relayed unread. */
package dev.sluice.message;
