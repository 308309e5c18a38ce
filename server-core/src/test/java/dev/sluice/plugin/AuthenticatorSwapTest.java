package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authenticator that is exchanged again and again, in every way there is, while clients come. */
class AuthenticatorSwapTest {
    private static final int SWAPS = 100;
    private static final int SLOW = 10;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger authorized = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Queue<Object> faults = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();

    private static Path guard(Path folder, int version) {
        return PluginJar.of("guard")
                .version("1.0." + version)
                .authenticator("""
                boolean asks = request.action() == AccessRequest.Action.CONNECT;
                return now(asks || "good".equals(request.parameters().get("token"))
                    ? Decision.allow() : Decision.deny("No."));
                """)
                .into(folder);
    }

    private interface Round {
        void run(int number);
    }

    private void keepAsking(String name, Round round) {
        Thread thread = new Thread(
                () -> {
                    try {
                        for (int i = 0; !over.get(); i++) {
                            round.run(i);
                        }
                    } catch (Throwable fault) {
                        faults.add(fault);
                    }
                },
                name);
        thread.start();
        clients.add(thread);
    }

    private void expect(String code, AtomicInteger count, boolean allowed) {
        if (Attempt.isAllowed(code) == allowed) {
            count.incrementAndGet();
        } else {
            faults.add((allowed ? "refused: " : "let in: ") + code);
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        Path part = to.resolveSibling(".guard.part");
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeInPieces(Path from, Path to) throws IOException {
        byte[] content = Files.readAllBytes(from);
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int at = 0; at < content.length; at += content.length / SLOW + 1) {
                out.write(content, at, Math.min(content.length / SLOW + 1, content.length - at));
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        }
    }

    private void swap(WatchedServer server, int number, Path jar, Path there) throws Exception {
        switch (number % 20) {
            case 0 -> {
                Files.delete(there);
                Files.copy(jar, there);
            }
            case 5 -> writeInPieces(jar, there);
            case 10 -> {
                Files.delete(there);
                await().until(() -> !server.knows("guard"));
                replace(jar, there);
            }
            case 15 -> replace(jar, there);
            default -> {
                // by its own name, so that it takes the other's place
                Path incoming = jar.resolveSibling("incoming").resolve("guard.jar");
                Files.copy(jar, incoming, StandardCopyOption.REPLACE_EXISTING);
                server.host().update(incoming);
            }
        }
        String version = "1.0." + number % 2;
        await().until(() -> server.isStarted("guard", version));
    }

    @Test
    void shouldNeverBeOpenAndNeverRefuseWhoMay(@TempDir Path folder) throws Exception {
        List<Path> jars = List.of(guard(folder.resolve("jars"), 0), guard(folder.resolve("jars"), 1));
        Files.createDirectories(folder.resolve("jars/incoming"));
        Path there = folder.resolve("plugins/guard.jar");
        Files.createDirectories(there.getParent());
        try (WatchedServer server = new WatchedServer(folder, Map.of("auth.timeout", "8s", "auth.default", "allow"))) {
            replace(jars.get(0), there);
            await().until(() -> server.is("guard", LifeCycle.STARTED));
            int port = server.port();
            keepAsking("bad publisher", i -> expect(Attempt.publish(port, "x?token=bad"), refused, false));
            keepAsking("bad player", i -> expect(Attempt.play(port, "watched"), refused, false));
            keepAsking("good publisher", i -> expect(Attempt.publish(port, "p" + i + "?token=good"), authorized, true));
            keepAsking("good player", i -> expect(Attempt.play(port, "watched?token=good"), authorized, true));
            for (int i = 1; i <= SWAPS && faults.isEmpty(); i++) {
                swap(server, i, jars.get(i % 2), there);
            }
            int soFar = authorized.get();
            await().until(() -> authorized.get() > soFar + 2 || !faults.isEmpty());
            over.set(true);
            for (Thread client : clients) {
                client.join(20_000);
            }
            assertThat(faults).isEmpty();
            assertThat(authorized.get()).as("let in").isPositive();
            assertThat(refused.get()).as("refused").isPositive();
            server.expectNothingLost();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            over.set(true);
        }
    }
}
