package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is asked, and what becomes of the opinions. */
class AuthChainTest {
    private static ScriptedAuthenticators plugins;

    @TempDir
    private Path folder;

    private final HostBench.Settings settings = new HostBench.Settings();
    private HostBench bench;

    @BeforeAll
    static void compile(@TempDir Path classes) {
        plugins = new ScriptedAuthenticators(classes);
    }

    @BeforeEach
    void make() {
        bench = new HostBench(folder).settings(settings);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void start(String... ids) throws RequiredPluginsException {
        for (String id : ids) {
            plugins.of(id).into(bench.plugins());
        }
        bench.start();
    }

    private Decision ask(String query) throws Exception {
        return bench.ask(Requests.publish("key").with(query));
    }

    private static Requests connect() {
        return new Requests(Action.CONNECT, "", "", new InetSocketAddress("192.0.2.1", 5021));
    }

    @Test
    void shouldAskByOrderThenRankThenId() throws Exception {
        settings.order = List.of("e", "c");
        settings.with("a", "rank: 9").with("d", "rank: 1");
        start("a", "b", "c", "d", "e", "f");

        assertThat(ask("a=deny&b=deny&c=deny&d=deny&e=deny&f=deny").reason()).isEqualTo("e says no");
        assertThat(ask("a=deny&b=deny&c=deny&d=deny&f=deny").reason()).isEqualTo("c says no");
        assertThat(ask("a=deny&b=deny&d=deny&f=deny").reason()).isEqualTo("d says no");
        assertThat(ask("a=deny&b=deny&f=deny").reason()).isEqualTo("b says no");
        assertThat(ask("a=deny&f=deny").reason()).isEqualTo("f says no");
        assertThat(ask("a=deny").reason()).isEqualTo("a says no");
    }

    @Test
    void shouldAskByOrdinalOfTheAnnotation() throws Exception {
        String body = "implements Authenticator { public CompletionStage<Decision> authenticate(AccessRequest r) {"
                + " return CompletableFuture.completedFuture(Decision.deny(getClass().getSimpleName())); } }";
        PluginJar.of("one")
                .source("Later", "@Extension(ordinal = 3) public class Later " + body)
                .source("Sooner", "@Extension(ordinal = -3) public class Sooner " + body)
                .into(bench.plugins());
        bench.start();

        assertThat(ask("").reason()).isEqualTo("Sooner");
    }

    @ParameterizedTest
    @CsvSource({
        "a=allow&b=deny, ALLOW",
        "a=deny&b=allow, DENY",
        "a=abstain&b=deny, DENY",
        "a=abstain&b=allow, ALLOW",
        "a=as:public&b=as:other, ALLOW"
    })
    void shouldTakeFirstOpinion(String query, Verdict expected) throws Exception {
        start("a", "b");

        Decision decision = ask(query);

        assertThat(decision.verdict()).isEqualTo(expected);
        assertThat(decision.streamName().isPresent()).isEqualTo(query.startsWith("a=as"));
        decision.streamName().ifPresent(name -> assertThat(name).isEqualTo("public"));
    }

    @ParameterizedTest
    @CsvSource({
        "a=allow&b=allow&c=allow, ALLOW, ",
        "a=allow&b=abstain&c=abstain, ALLOW, ",
        "a=allow&b=allow&c=deny, DENY, ",
        "a=deny&b=allow&c=allow, DENY, ",
        "a=allow&b=as:public&c=allow, ALLOW, public",
        "a=as:public&b=abstain&c=as:public, ALLOW, public",
        "a=as:public&b=abstain&c=as:other, DENY, ",
        "a=as:public&b=abstain&c=deny, DENY, ",
        "a=allow&b=fail&c=allow, DENY, ",
        "a=abstain&b=abstain&c=abstain, DENY, "
    })
    void shouldWantEveryOpinionToAllow(String query, Verdict expected, String name) throws Exception {
        settings.unanimous = true;
        settings.allow = false;
        start("a", "b", "c");

        Decision decision = ask(query);

        assertThat(decision.verdict()).isEqualTo(expected);
        assertThat(decision.streamName().orElse(null)).isEqualTo(name);
    }

    @Test
    void shouldCountConflictingNamesAgainstNobody() throws Exception {
        settings.unanimous = true;
        settings.maxFailures = 1;
        start("a", "b");

        assertThat(ask("a=as:one&b=as:two").verdict()).isEqualTo(Verdict.DENY);

        assertThat(ask("a=allow").verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(bench.view("b").failures()).isZero();
    }

    @Test
    void shouldDenyWhatNobodyDecidesButConnects() throws Exception {
        settings.allow = false;
        start("a");

        assertThat(ask("").verdict()).isEqualTo(Verdict.DENY);
        assertThat(bench.ask(Requests.publish("key").play()).verdict()).isEqualTo(Verdict.DENY);
        assertThat(bench.ask(connect()).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(bench.ask(connect().with("a=deny")).verdict()).isEqualTo(Verdict.DENY);
    }

    @Test
    void shouldDenyPublishAndPlayWithoutAnyAuthenticator() throws Exception {
        settings.allow = false;
        bench.start();

        assertThat(ask("").verdict()).isEqualTo(Verdict.DENY);
        assertThat(bench.ask(Requests.publish("key").play()).verdict()).isEqualTo(Verdict.DENY);
        assertThat(bench.ask(connect()).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldAllowWhatNobodyDecidesByDefault() throws Exception {
        start("a");

        assertThat(ask("").verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(bench.ask(Requests.publish("key").play()).verdict()).isEqualTo(Verdict.ALLOW);
    }
}
