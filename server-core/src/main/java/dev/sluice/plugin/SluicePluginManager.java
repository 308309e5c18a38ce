package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.SingletonExtensionFactory;
import org.pf4j.VersionManager;

/**
 * PF4J's manager with our class loaders. It holds just the plugins that run, one after the other, by paths that it is
 * given; it looks at no directory. The control thread only.
 */
final class SluicePluginManager extends AbstractPluginManager {
    private final ApiClassLoader api = new ApiClassLoader(SluicePluginManager.class.getClassLoader());
    private Function<PluginWrapper, Plugin> instances;

    SluicePluginManager(String apiVersion) {
        super(List.of(Path.of("")));
        setSystemVersion(apiVersion);
    }

    /** @param factory makes what stands for a plugin at PF4J */
    void instances(Function<PluginWrapper, Plugin> factory) {
        instances = factory;
    }

    /** Why a plugin cannot run here, or an empty text. */
    String unfit(PluginDescriptor descriptor) {
        String requires = descriptor.getRequires().trim();
        try {
            String expression = requires.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + requires : requires;
            return versionManager.checkVersionConstraint(getSystemVersion(), expression)
                    ? ""
                    : "it requires version " + requires + " of the plugin API, this server has " + getSystemVersion();
        } catch (RuntimeException notUnderstood) {
            return "Plugin-Requires '" + requires + "' is no version range";
        }
    }

    /** Whether a dependency that asks for this range is content with that version. */
    boolean fits(String version, String range) {
        try {
            return versionManager.checkVersionConstraint(version, range);
        } catch (RuntimeException notUnderstood) {
            return false;
        }
    }

    /** Negative if the first version is the older one. */
    int compare(String version, String other) {
        try {
            return versionManager.compareVersions(version, other);
        } catch (RuntimeException notUnderstood) {
            return version.compareTo(other);
        }
    }

    /** Unloads without unloading those that need it: they are gone already. */
    void unload(String id) {
        unloadPlugin(id, false);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return PluginArchive.descriptorFinder();
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> instances.apply(wrapper);
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                IsolatedClassLoader loader = new IsolatedClassLoader(SluicePluginManager.this, descriptor, api);
                try {
                    PluginArchive.classPath(path).forEach(loader::addFile);
                } catch (IOException failure) {
                    throw new PluginRuntimeException(failure);
                }
                return loader;
            }
        };
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new IndexedExtensionFinder(this);
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new SingletonExtensionFactory(this);
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path path) {
                return false;
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {
                // the configuration says what is disabled
            }

            @Override
            public void enablePlugin(String id) {
                // the configuration says what is enabled
            }
        };
    }
}
