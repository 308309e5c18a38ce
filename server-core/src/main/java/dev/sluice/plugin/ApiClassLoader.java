package dev.sluice.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.Set;

/**
 * What every plugin sees besides its own jar: the JDK, the API, three types of PF4J, and slf4j. Nothing else of the
 * server, neither classes nor resources; else the server's {@code META-INF/services} would be found by a plugin's
 * libraries.
 */
final class ApiClassLoader extends ClassLoader {
    private static final Set<String> PF4J = Set.of("org.pf4j.Plugin", "org.pf4j.Extension", "org.pf4j.ExtensionPoint");

    private final ClassLoader server;

    /** @param server where the API and slf4j come from */
    ApiClassLoader(ClassLoader server) {
        super("sluice-api", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    /** Whether a class of that name comes from the server or not at all, even if a plugin's jar holds one. */
    static boolean isServers(String className) {
        return isIn("dev.sluice.api", className)
                || className.startsWith("org.slf4j.")
                || className.startsWith("org.pf4j.");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (PF4J.contains(name) || isServers(name) && !name.startsWith("org.pf4j.")) {
            return server.loadClass(name);
        }
        // the platform loader also finds what the boot loader has
        return getParent().loadClass(name);
    }

    @Override
    public URL getResource(String name) {
        return getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return getParent().getResources(name);
    }

    private static boolean isIn(String packageName, String className) {
        return className.startsWith(packageName + ".") && className.indexOf('.', packageName.length() + 1) < 0;
    }
}
