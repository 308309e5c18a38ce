package dev.sluice.jmx;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** The notifications of one bean: a sentence for people, and texts by name for programs. */
class Notes extends NotificationBroadcasterSupport {
    private final ObjectName source;
    private final String family;
    private final AtomicLong sequence = new AtomicLong();

    /** @param family what all types begin with, such as {@code dev.sluice.plugin.} */
    Notes(ObjectName source, String family, String description, String... kinds) {
        super(new MBeanNotificationInfo(
                Arrays.stream(kinds).map(kind -> family + kind).toArray(String[]::new),
                Notification.class.getName(),
                description));
        this.source = source;
        this.family = family;
    }

    final void send(String kind, long timeMillis, String message, Map<String, String> facts) {
        var notification = new Notification(family + kind, source, sequence.incrementAndGet(), timeMillis, message);
        notification.setUserData(composite(facts));
        sendNotification(notification);
    }

    private CompositeDataSupport composite(Map<String, String> facts) {
        try {
            var sorted = new TreeMap<String, Object>(facts);
            String[] names = sorted.keySet().toArray(String[]::new);
            OpenType<?>[] texts = new OpenType<?>[names.length];
            Arrays.fill(texts, SimpleType.STRING);
            var type = new CompositeType(family + "facts", "What the notification is about.", names, names, texts);
            return new CompositeDataSupport(type, sorted);
        } catch (OpenDataException impossible) {
            throw new IllegalArgumentException(facts.toString(), impossible);
        }
    }
}
