package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent.Type;
import dev.sluice.plugin.Limits.Limit;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a plugin that has gone: nothing, or what is reported. */
class PluginUnloadTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String LOADER = "unload.loader";
    private static final String NOTE = "System.getProperties().put(\"unload.loader\","
            + " new java.lang.ref.WeakReference<>(getClass().getClassLoader()));";

    @TempDir
    private Path folder;

    private HostBench bench;

    @BeforeEach
    void make() {
        bench = new HostBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
        System.getProperties().remove(LOADER);
        HostilePlugin.end();
    }

    private static PluginJar busyPlugin(String start, String stop) {
        return PluginJar.of("leaver")
                .source("Mischief", HostilePlugin.MISCHIEF)
                .sourceIn("gone", "Missing", "public class Missing { public static void touch() {} }")
                .without("gone/Missing.class")
                .authenticator("org.slf4j.LoggerFactory.getLogger(Auth.class).debug(\"asked\");"
                        + "return now(Decision.abstain());")
                .listener("")
                .plugin("public void start() {" + NOTE + """
                        org.slf4j.LoggerFactory.getLogger(Main.class).debug("starts");
                        context().scheduler().scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS);
                        context().registerListener(event -> {});
                        """ + start + "} public void stop() {" + stop + "}");
    }

    private static void expectCollected() {
        WeakReference<?> loader = (WeakReference<?>) System.getProperties().get(LOADER);
        assertThat(loader).as("the plugin has run").isNotNull();
        await("the class loader is collected").until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private List<Path> copies() throws Exception {
        Path copies = folder.resolve("data/plugins");
        try (Stream<Path> files = Files.exists(copies) ? Files.list(copies) : Stream.of()) {
            return files.toList();
        }
    }

    @Test
    void shouldForgetAPluginThatBehaves() throws Exception {
        busyPlugin("", "").into(bench.plugins());
        bench.start();
        bench.ask(Requests.publish("key"));
        bench.tell(Type.PUBLISH_STARTED, 1);
        bench.tell(Type.PUBLISH_STOPPED, 1);
        bench.stop("leaver");
        assertThat(bench.view("leaver").threadsLeft()).isZero();
        expectCollected();
        assertThat(copies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "recursion", "missing", "mute", "sleep"})
    void shouldForgetAPluginThatFailsToStop(String what) throws Exception {
        busyPlugin("", "Mischief.make(\"%s\");".formatted(what)).into(bench.plugins());
        if (what.equals("sleep")) {
            bench.limits(Limits.patient().with(Limit.STOP, SHORT));
        }
        bench.start();
        bench.ask(Requests.publish("key"));
        bench.stop("leaver");
        expectCollected();
        assertThat(copies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "recursion", "cycle"})
    void shouldForgetAPluginThatFailsToStart(String what) throws Exception {
        busyPlugin("Mischief.make(\"%s\");".formatted(what), "").into(bench.plugins());
        bench.start();
        assertThat(bench.view("leaver").state()).isEqualTo(LifeCycle.FAILED);
        expectCollected();
        assertThat(copies()).isEmpty();
    }

    @Test
    void shouldEndTheThreadsThatItHasMade() throws Exception {
        busyPlugin("""
                Runnable waits = () -> { try { new CountDownLatch(1).await(); } catch (InterruptedException e) {} };
                new Thread(waits, "plugin-hostile-own").start();
                Thread hidden = new Thread(new ThreadGroup("mine"), waits, "plugin-hostile-hidden");
                hidden.setContextClassLoader(null);
                hidden.start();
                """, "").into(bench.plugins());
        bench.start();
        bench.stop("leaver");
        assertThat(threadsNamed("plugin-hostile-own")).isZero();
        assertThat(threadsNamed("plugin-hostile-hidden")).isZero();
        assertThat(bench.view("leaver").threadsLeft()).isZero();
        expectCollected();
    }

    @Test
    void shouldReportThreadsThatDoNotEnd() throws Exception {
        busyPlugin("new Thread(() -> Mischief.make(\"busy\"), \"plugin-hostile-busy\").start();", "")
                .into(bench.plugins());
        bench.limits(Limits.patient().with(Limit.THREADS, SHORT)).start();
        bench.stop("leaver");
        // those that end a moment later may be reported too
        assertThat(bench.view("leaver").threadsLeft()).isPositive();
        await().until(() -> threadsNamed("plugin-leaver-") == 0);
        assertThat(threadsNamed("plugin-hostile-busy")).isEqualTo(1);
        bench.limits(Limits.patient());
        bench.startPlugin("leaver");
        assertThat(bench.view("leaver").state()).isEqualTo(LifeCycle.STARTED);
        HostilePlugin.end();
        expectCollectedAfterStop();
    }

    private void expectCollectedAfterStop() throws Exception {
        bench.stop("leaver");
        HostilePlugin.end();
        expectCollected();
    }

    private static long threadsNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .count();
    }
}
