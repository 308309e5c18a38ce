package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class UnloadingTest {
    /** What begins logging is remembered by log4j; in the server that is no plugin. */
    private static final Logger LOG = LoggerFactory.getLogger(UnloadingTest.class);

    @Test
    @Timeout(120)
    void shouldLeaveNothingBehindThatHoldsItsClasses() throws Exception {
        LOG.debug("logging has begun");
        WeakReference<ClassLoader> loader = useAndForget();

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private static WeakReference<ClassLoader> useAndForget() throws Exception {
        ClassLoader loader = new CopyingLoader(UnloadingTest.class.getClassLoader());
        Callable<?> use = (Callable<?>)
                loader.loadClass(Use.class.getName()).getDeclaredConstructor().newInstance();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            assertThat(use.getClass().getClassLoader()).isSameAs(loader);
            assertThat(use.call()).isEqualTo("ALLOW");
        } finally {
            thread.setContextClassLoader(before);
        }
        return new WeakReference<>(loader);
    }

    /** A life of the plugin. */
    public static final class Use implements Callable<String> {
        /** For reflection. */
        public Use() {}

        @Override
        public String call() throws Exception {
            try (FakeBackend backend = FakeBackend.start();
                    Running running = new Running(Settings.json()
                            .with("onPublish", backend.url("/"))
                            .with("onUpdate", backend.url("/"))
                            .with("events", backend.url("/")))) {
                running.happens(PUBLISH_STARTED, 1, "show");
                await().until(() -> backend.received().size() >= 2);
                return running.decide(TestRequest.publish("show")).verdict().name();
            }
        }
    }

    /** Has its own copy of the plugin and its library, as a plugin's loader does. */
    private static final class CopyingLoader extends ClassLoader {
        CopyingLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.sluice.hooks.") && !name.startsWith("com.google.gson.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? copied(name) : loaded;
            }
        }

        private Class<?> copied(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
