package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * A plugin {@code hostile} that refuses everybody, and that does what the system property {@code hostile} says, such as
 * {@code start:exception}. What it does for ever ends when {@code hostile.stop} is true.
 */
final class HostilePlugin {
    static final String ID = "hostile";
    private static final String WHAT = "hostile";
    private static final String STOP = "hostile.stop";
    private static final String SEEN = "hostile.seen";

    private HostilePlugin() {}

    static void does(String what) {
        System.setProperty(WHAT, what);
    }

    /** Ends what goes on for ever, and waits for the threads that did it. */
    static void end() {
        System.setProperty(STOP, "true");
        try {
            await("threads of the plugin").until(() -> threads() == 0);
        } finally {
            System.clearProperty(STOP);
            System.clearProperty(WHAT);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("plugin-hostile-"))
                .count();
    }

    /** How many threads do what it was told to. */
    static long threadsInMischief() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack).anyMatch(HostilePlugin::isMischief))
                .count();
    }

    private static boolean isMischief(StackTraceElement frame) {
        return frame.getClassName().equals("testplugin.Mischief")
                && frame.getMethodName().equals("make");
    }

    /** After it was stopped: those threads that go on for ever, and no others, are left, which the server reports. */
    static void expectThreadsLeft(PluginView view, int expected) {
        if (expected == 0) {
            assertThat(view.threadsLeft()).as("threads left").isZero();
        } else {
            // it does not wait long for those that go on, so it may report others that end a moment later
            assertThat(view.threadsLeft()).as("threads left").isGreaterThanOrEqualTo(expected);
            await("all others end").until(() -> threads() == expected);
        }
    }

    static Path writeTo(Path jar) {
        return PluginJar.of(ID)
                .source("Mischief", MISCHIEF)
                .source("Stages", STAGES)
                .sourceIn("gone", "Missing", "public class Missing { public static void touch() {} }")
                .without("gone/Missing.class")
                .authenticator("""
                        return request.action() == AccessRequest.Action.CONNECT ? now(Decision.abstain())
                            : Stages.answer();
                        """)
                .listener("Mischief.at(\"event\");")
                .source("Extra", """
                        @Extension public class Extra implements StreamRecorder {
                          public Extra() { Mischief.at("extension"); }
                          public Optional<Recording> open(StreamInfo stream) { return Optional.empty(); }
                        }
                        """)
                .plugin("""
                        void init() { Mischief.at("constructor"); }
                        public void start() {
                          Mischief.at("start");
                          context().scheduler().scheduleAtFixedRate(() -> Mischief.at("task"), 0, 5, TimeUnit.MILLISECONDS);
                          context().scheduler().execute(() -> Mischief.at("task"));
                        }
                        public void stop() { Mischief.at("stop"); }
                        """)
                .to(jar);
    }

    /** What a plugin {@link #witness} has been told of plugins, each as {@code id=state}. */
    static Queue<String> seen() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        System.getProperties().put(SEEN, seen);
        return seen;
    }

    static void forget() {
        System.getProperties().remove(SEEN);
    }

    static Path witness(Path folder) {
        return PluginJar.of("witness").listener("""
                Queue<String> seen = (Queue<String>) System.getProperties().get("hostile.seen");
                if (seen != null && event.type() == ServerEvent.Type.PLUGIN_STATE) {
                  seen.add(event.details().get("plugin") + "=" + event.details().get("state"));
                }
                """).into(folder);
    }

    /** Ways to fail that any call has. */
    static final List<String> THROWING = List.of("exception", "error", "recursion", "missing", "cycle", "mute");

    static final String MISCHIEF = """
            public class Mischief {
              static void at(String place) {
                String what = System.getProperty("hostile", "");
                if (what.startsWith(place + ":")) {
                  make(what.substring(place.length() + 1));
                }
              }
              static void make(String kind) {
                switch (kind) {
                  case "exception": throw new IllegalStateException("mischief");
                  case "error": throw new Error("mischief");
                  case "recursion": recursion(1); break;
                  case "missing": gone.Missing.touch(); break;
                  case "cycle": cycle(); break;
                  case "mute": throw new Mute();
                  case "interrupted": Thread.currentThread().interrupt(); throw new RuntimeException("mischief");
                  case "sleep": sleep(); break;
                  case "busy": while (!Boolean.getBoolean("hostile.stop")) { Thread.onSpinWait(); } break;
                  case "slow": pause(100); break;
                  default: throw new AssertionError(kind);
                }
              }
              static long recursion(long depth) { return depth + recursion(depth + 1); }
              static void cycle() {
                RuntimeException one = new RuntimeException("mischief");
                RuntimeException other = new RuntimeException("mischief", one);
                one.initCause(other);
                throw other;
              }
              static void sleep() {
                try { new CountDownLatch(1).await(); } catch (InterruptedException e) { throw new RuntimeException(e); }
              }
              static void pause(long millis) {
                long end = System.nanoTime() + millis * 1_000_000;
                while (System.nanoTime() - end < 0) { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }
              }
              static class Mute extends RuntimeException {
                @Override public String getMessage() { throw new IllegalStateException("no message"); }
                @Override public String toString() { throw new Error("no text"); }
              }
            }
            """;

    private static final String STAGES = """
            class Stages {
              static CompletionStage<Decision> answer() {
                String what = System.getProperty("hostile", "");
                CompletableFuture<Decision> stage = new CompletableFuture<>();
                switch (what) {
                  case "authenticate:null": return null;
                  case "authenticate:never": return stage;
                  case "authenticate:no-decision": stage.complete(null); return stage;
                  case "authenticate:exceptionally": stage.completeExceptionally(new IllegalStateException("x")); return stage;
                  case "authenticate:mutely": stage.completeExceptionally(new Mischief.Mute()); return stage;
                  case "authenticate:twice":
                    stage.complete(Decision.deny("first")); stage.complete(Decision.allow()); return stage;
                  case "authenticate:changed": stage.complete(Decision.deny("first")); stage.obtrudeValue(Decision.deny("x"));
                    return stage;
                  case "authenticate:foreign":
                    new Thread(() -> stage.complete(Decision.deny("from afar")), "plugin-hostile-own").start(); return stage;
                  case "authenticate:odd-stage": return new CompletableFuture<>() {
                      @Override public CompletableFuture<Decision> whenComplete(
                          java.util.function.BiConsumer<? super Decision, ? super Throwable> action) {
                        throw new IllegalStateException("mischief");
                      } };
                  case "authenticate:both-ways": return new CompletableFuture<>() {
                      @Override public CompletableFuture<Decision> whenComplete(
                          java.util.function.BiConsumer<? super Decision, ? super Throwable> action) {
                        action.accept(null, null); action.accept(Decision.allow(), null); return this;
                      } };
                  case "authenticate:bad-name": stage.complete(Decision.allowAs("../../x")); return stage;
                  default: Mischief.at("authenticate"); stage.complete(Decision.deny("no")); return stage;
                }
              }
            }
            """;
}
