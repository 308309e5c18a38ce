package dev.sluice.jmx;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** How beans are named: {@code dev.sluice:type=Plugin,id="hello"}. */
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

    private static ObjectName parse(String name) {
        try {
            return ObjectName.getInstance(name);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalArgumentException(name, impossible);
        }
    }
}
