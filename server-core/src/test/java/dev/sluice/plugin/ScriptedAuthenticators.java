package dev.sluice.plugin;

import java.nio.file.Path;

/**
 * Plugins whose authenticator does what the request's query says: the parameter with the plugin's id holds one of {@code
 * allow}, {@code yes} (the same), {@code abstain}, {@code deny}, {@code repeat} (denies and repeats the query), {@code
 * as:NAME}, {@code fail}, {@code throw}, {@code null}, {@code nothing} (a null decision), {@code hang}, {@code block} and
 * {@code once}, which hangs once and allows from then on. The setting {@code rank} is its rank. Compiled once, for any
 * number of ids.
 */
final class ScriptedAuthenticators {
    private static final String SOURCE = """
            public class Main extends SluicePlugin implements Authenticator {
              record Options(@Setting("5") int rank) {}
              public Main(PluginContext context) { super(context); }
              @Override public void start() {
                context().registerAuthenticator(this, context().settings(Options.class).rank());
              }
              @Override public CompletionStage<Decision> authenticate(AccessRequest request) {
                String id = context().pluginId();
                String[] word = request.parameters().getOrDefault(id, "abstain").split(":", 2);
                try {
                  return switch (word[0]) {
                    case "allow", "yes" -> now(Decision.allow());
                    case "as" -> now(Decision.allowAs(word[1]));
                    case "deny" -> now(Decision.deny(id + " says no"));
                    case "repeat" -> now(Decision.deny("not with " + request.query() + " or " + request.parameters().get("token")));
                    case "fail" -> CompletableFuture.failedFuture(new IOException("backend away"));
                    case "throw" -> throw new IllegalStateException("on purpose");
                    case "null" -> null;
                    case "nothing" -> now(null);
                    case "hang" -> new CompletableFuture<>();
                    case "block" -> { new CountDownLatch(1).await(); yield null; }
                    case "once" -> once();
                    default -> now(Decision.abstain());
                  };
                } catch (InterruptedException interrupted) {
                  return now(Decision.allow());
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              }
              private CompletionStage<Decision> once() throws IOException {
                Path mark = context().dataDirectory().resolve("asked");
                if (Files.exists(mark)) { return now(Decision.allow()); }
                Files.createFile(mark);
                return new CompletableFuture<>();
              }
              private static CompletionStage<Decision> now(Decision decision) {
                return CompletableFuture.completedFuture(decision);
              }
            }
            """;

    private final Path compiled;

    /** @param folder for the classes */
    ScriptedAuthenticators(Path folder) {
        this.compiled = PluginJar.of("scripted").source("Main", SOURCE).into(folder);
    }

    PluginJar of(String id) {
        return PluginJar.of(id).attribute("Plugin-Class", "testplugin.Main").bundle(compiled);
    }
}
