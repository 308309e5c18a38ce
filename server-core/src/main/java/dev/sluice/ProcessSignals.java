package dev.sluice;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the signals that a supervisor sends. The JDK has them in {@code sun.misc} alone, where the compiler warns of
 * each mention; a shutdown hook would do without, but could neither set the exit code nor hear SIGHUP.
 */
final class ProcessSignals {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

    private ProcessSignals() {}

    /** Runs {@code action} on a thread of its own at each {@code SIGname}; where that cannot be had, the JVM's way stays. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    ProcessSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return method.getReturnType() == boolean.class ? self == arguments[0] : null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LOG.debug("SIG{} is not handled: {}", name, unavailable.toString());
        }
    }
}
