package dev.sluice.plugin;

import dev.sluice.api.Authenticator;
import dev.sluice.api.EventListener;
import dev.sluice.api.PluginContext;
import dev.sluice.api.SluicePlugin;
import dev.sluice.api.StreamRecorder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginWrapper;

/** Makes a plugin and its extensions, each once, with its context. On the plugin's own thread. */
final class ExtensionLoader {
    private final PluginWrapper wrapper;
    private final PluginContext context;

    ExtensionLoader(PluginWrapper wrapper, PluginContext context) {
        this.wrapper = wrapper;
        this.context = context;
    }

    record Found(Object extension, int rank) {}

    /** The plugin's own object, or null when its manifest names none. */
    SluicePlugin plugin() throws Exception {
        String name = wrapper.getDescriptor().getPluginClass();
        if (name == null || name.isBlank() || name.equals(Plugin.class.getName())) {
            return null;
        }
        Class<?> type = load(name, "Plugin-Class");
        if (!SluicePlugin.class.isAssignableFrom(type)) {
            throw new PluginException("Plugin-Class " + name + " is no " + SluicePlugin.class.getName());
        }
        return (SluicePlugin) make(type);
    }

    /** What its index lists, by rank. */
    List<Found> extensions() throws Exception {
        List<Found> found = new ArrayList<>();
        for (String name : indexed()) {
            Class<?> type = load(name, IndexedExtensionFinder.EXTENSIONS_RESOURCE);
            if (!isExtension(type)) {
                throw new PluginException(name + " is none of Authenticator, StreamRecorder and EventListener");
            }
            Extension mark = type.getAnnotation(Extension.class);
            found.add(new Found(make(type), mark == null ? 0 : mark.ordinal()));
        }
        return found;
    }

    private static boolean isExtension(Class<?> type) {
        return Authenticator.class.isAssignableFrom(type)
                || StreamRecorder.class.isAssignableFrom(type)
                || EventListener.class.isAssignableFrom(type);
    }

    private Class<?> load(String name, String where) throws PluginException {
        try {
            return wrapper.getPluginClassLoader().loadClass(name);
        } catch (ClassNotFoundException missing) {
            throw new PluginException(where + ": there is no class " + name, missing);
        }
    }

    private Object make(Class<?> type) throws Exception {
        try {
            Constructor<?> constructor = constructorOf(type);
            constructor.setAccessible(true);
            return constructor.getParameterCount() == 0 ? constructor.newInstance() : constructor.newInstance(context);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw thrown;
        }
    }

    private static Constructor<?> constructorOf(Class<?> type) throws PluginException {
        try {
            return type.getDeclaredConstructor(PluginContext.class);
        } catch (NoSuchMethodException without) {
            try {
                return type.getDeclaredConstructor();
            } catch (NoSuchMethodException neither) {
                throw new PluginException(
                        type.getName() + " has neither a constructor with a PluginContext nor one without parameters",
                        neither);
            }
        }
    }

    /** The index that PF4J's annotation processor writes; only the plugin's own, not that of one it depends on. */
    private Set<String> indexed() throws IOException, PluginException {
        Set<String> names = new LinkedHashSet<>();
        URL index = ((PluginClassLoader) wrapper.getPluginClassLoader())
                .findResource(IndexedExtensionFinder.EXTENSIONS_RESOURCE);
        if (index == null) {
            return names;
        }
        var connection = index.openConnection();
        // a cached jar would stay open, and stale, after the plugin is gone
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream();
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String name = line.replaceFirst("#.*", "").strip();
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
