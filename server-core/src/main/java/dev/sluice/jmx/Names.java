package dev.sluice.jmx;

import dev.sluice.stream.StreamPath;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** How beans are named: {@code dev.sluice:type=Plugin,id="hello"}. What others have named is quoted, whatever it is. */
final class Names {
    private static final String DOMAIN = "dev.sluice";

    private Names() {}

    /** The only bean of its type. */
    static ObjectName of(String type) {
        return parse(DOMAIN + ":type=" + type);
    }

    /** One of many. @param value anything; it is quoted, since files, streams and addresses are named by others */
    static ObjectName of(String type, String key, String value) {
        return parse(DOMAIN + ":type=" + type + "," + key + "=" + ObjectName.quote(value));
    }

    /** One of many that are numbered. */
    static ObjectName of(String type, long id) {
        return parse(DOMAIN + ":type=" + type + ",id=" + id);
    }

    static ObjectName of(StreamPath path) {
        return parse(DOMAIN + ":type=Stream,app=" + ObjectName.quote(path.application()) + ",name="
                + ObjectName.quote(path.name()));
    }

    private static ObjectName parse(String name) {
        try {
            return ObjectName.getInstance(name);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalArgumentException(name, impossible);
        }
    }
}
