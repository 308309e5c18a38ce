package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin that asks the server for the same thing without end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFloodTest {
    private static final String ROUNDS = "flood.rounds";

    private final AtomicLong rounds = new AtomicLong();
    private Path jars;
    private WatchedServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        System.getProperties().put(ROUNDS, rounds);
        jars = folder.resolve("jars");
        server = new WatchedServer(folder, Map.of("plugins.watch", "false"));
    }

    @AfterAll
    void close() {
        server.close();
        System.getProperties().remove(ROUNDS);
    }

    @AfterEach
    void end() {
        HostilePlugin.end();
        server.expectNothingLost();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registering|context().registerListener(event -> {})",
                "replacing|context().registerListener(event -> {}).close()",
                "recorders|context().registerRecorder(stream -> Optional.empty()).close()",
                "guarding|context().registerAuthenticator(r -> CompletableFuture.completedFuture(Decision.deny(\"\")), 0).close()",
                "scheduling|context().scheduler().schedule(() -> {}, 1, TimeUnit.HOURS)",
                "dropping|context().drop(round % 2 == 0 ? round : -round - 1_000_000, \"again\")",
                "counting|context().statistics()",
                "logging|org.slf4j.LoggerFactory.getLogger(Main.class).warn(\"again and again {}\", round)",
            })
    void shouldDisturbNobody(String what, String call) throws Exception {
        rounds.set(0);
        // the watched stream has the first connections, so those are spared
        String spared = what.equals("dropping") ? "round += 1_000;" : "";
        Path jar = PluginJar.of("hostile").plugin("""
                public void start() {
                  context().scheduler().execute(() -> {
                    AtomicLong rounds = (AtomicLong) System.getProperties().get("flood.rounds");
                    while (!Thread.currentThread().isInterrupted()) {
                      long round = rounds.incrementAndGet();
                      %s
                      try { %s; } catch (IllegalStateException | RejectedExecutionException full) { Thread.yield(); }
                    }
                  });
                }
                """.formatted(spared, call)).into(jars);
        server.host().install(jar);
        await().until(() -> rounds.get() > 20_000);
        server.expectNothingLost();
        boolean guards = what.equals("guarding");
        assertThat(Attempt.isAllowed(Attempt.publish(server.port(), "during " + what)))
                .isEqualTo(!guards);
        server.host().stop("hostile");
        assertThat(server.view("hostile").threadsLeft()).isZero();
        server.host().uninstall("hostile");
        assertThat(Attempt.publish(server.port(), "after " + what)).isEqualTo("NetStream.Publish.Start");
        server.expectNothingLost();
    }

    @Test
    void shouldNotLetWhatWasTakenBackPileUp() throws Exception {
        server.host().install(PluginJar.of("hostile").plugin("""
                public void start() {
                  context().scheduler().execute(() -> {
                    AtomicLong rounds = (AtomicLong) System.getProperties().get("flood.rounds");
                    try {
                      while (true) { context().registerListener(event -> {}).close(); }
                    } catch (IllegalStateException full) {
                      rounds.set(-1);
                    }
                  });
                }
                """).into(jars));
        await("it is refused").until(() -> rounds.get() == -1);
        server.host().uninstall("hostile");
    }
}
