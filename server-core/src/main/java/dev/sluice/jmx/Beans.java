package dev.sluice.jmx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beans of one server in an MBean server, which may hold those of others. For the management thread. */
final class Beans {
    private static final Logger LOG = LoggerFactory.getLogger(Beans.class);

    private final MBeanServer server;
    private final Set<ObjectName> registered = new LinkedHashSet<>();

    Beans(MBeanServer server) {
        this.server = server;
    }

    /** Returns whether it is there now; not when somebody else has a bean of that name. */
    boolean register(ObjectName name, DescribedBean bean) {
        try {
            server.registerMBean(bean, name);
            registered.add(name);
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        } catch (JMException defect) {
            throw new IllegalStateException("cannot register " + name, defect);
        }
    }

    void unregister(ObjectName name) {
        if (!registered.remove(name)) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException gone) {
            LOG.debug("somebody else has unregistered {}", name);
        } catch (JMException defect) {
            throw new IllegalStateException("cannot unregister " + name, defect);
        }
    }

    /** The last one first. */
    void unregisterAll() {
        List<ObjectName> names = new ArrayList<>(registered);
        for (int i = names.size() - 1; i >= 0; i--) {
            unregister(names.get(i));
        }
    }
}
