package dev.sluice.jmx;

import dev.sluice.plugin.PluginHost;
import dev.sluice.plugin.PluginView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/** One bean for each plugin and for each file that is none. For the management thread. */
final class PluginBeans {
    private final Beans beans;
    private final PluginHost plugins;
    private final Operations operations;
    private final Map<String, ObjectName> names = new HashMap<>();

    PluginBeans(Beans beans, PluginHost plugins, Operations operations) {
        this.beans = beans;
        this.plugins = plugins;
        this.operations = operations;
    }

    /** Follows the plugins that have come and gone. */
    void refresh() {
        Set<String> ids = plugins.plugins().stream().map(PluginView::id).collect(Collectors.toSet());
        names.entrySet().removeIf(known -> {
            boolean gone = !ids.contains(known.getKey());
            if (gone) {
                beans.unregister(known.getValue());
            }
            return gone;
        });
        for (String id : ids) {
            ObjectName name = Names.of("Plugin", "id", id);
            if (!names.containsKey(id)
                    && beans.register(
                            name, new DescribedBean(new PluginBean(id, plugins, operations), PluginMXBean.class))) {
                names.put(id, name);
            }
        }
    }
}
