package dev.sluice.plugin;

import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/** A plugin's own classes first, then those of the plugins that it needs, then what {@link ApiClassLoader} shows. */
final class IsolatedClassLoader extends PluginClassLoader {
    IsolatedClassLoader(PluginManager manager, PluginDescriptor descriptor, ApiClassLoader parent) {
        super(manager, descriptor, parent);
    }

    /** An API that is bundled by mistake must not become a second one. */
    @Override
    protected boolean shouldDelegateToParent(String className) {
        return ApiClassLoader.isServers(className);
    }
}
