package dev.sluice.hooks;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Makes and ends the JDK's HTTP clients. */
final class HttpClients {
    private static final int THREADS = 4;

    private HttpClients() {}

    /**
     * Threads for a client. What waits for them is bounded by the requests that are under way. Looking up a host's name
     * keeps one for as long as the system's resolver takes.
     */
    static ThreadPoolExecutor executor(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** A clock for timeouts. Nearly all are cancelled soon, and must not fill the queue of the plugin's scheduler. */
    static ScheduledThreadPoolExecutor timers(String name) {
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, threads(name));
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(HttpClients.class.getClassLoader());
            return thread;
        };
    }

    /**
     * A client that follows no redirects. Its selector's thread lives until the client is ended, or, up to Java 20,
     * until the client is garbage: it must not inherit the plugin's class loader.
     *
     * @param trust null for the JDK's
     */
    static HttpClient client(ThreadPoolExecutor executor, Duration connectTimeout, SSLContext trust) {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connectTimeout)
                    .executor(executor);
            if (trust != null) {
                builder.sslContext(trust);
            }
            return builder.build();
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /** Ends a client at once where the JDK can, from 21 on. */
    static void end(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException older) {
            return;
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
