package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.LogLines;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.counter.Counter;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authenticators that do not decide, whom that counts against, and what the log says of it. */
class AuthTroubleTest {
    private static ScriptedAuthenticators plugins;

    @TempDir
    private Path folder;

    private final HostBench.Settings settings = new HostBench.Settings();
    private HostBench bench;
    private PluginHost host;

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

    private void start() throws RequiredPluginsException {
        plugins.of("a").into(bench.plugins());
        host = bench.start();
    }

    private Decision ask(String query) throws Exception {
        return bench.ask(Requests.publish("key").with(query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "block"})
    void shouldDenyWhatIsNotDecidedInTimeAndCountIt(String how) throws Exception {
        settings.maxFailures = 1;
        start();

        Decision decision = bench.askInVain(Requests.publish("key").with("a=" + how));

        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        await().untilAsserted(
                        () -> assertThat(bench.count(Counter.PLUGIN_FAILURES)).isEqualTo(1));
        await().untilAsserted(
                        () -> assertThat(bench.count(Counter.DECISIONS_MISSED)).isEqualTo(1));
        assertThat(bench.count(Counter.DECISIONS_DENIED)).isZero();
        assertThat(host.blocked()).isEmpty();
        assertThat(ask("a=allow").verdict()).isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "null", "nothing"})
    void shouldDenyAndCountBrokenAnswers(String how) throws Exception {
        settings.maxFailures = 1;
        start();

        assertThat(ask("a=" + how).verdict()).isEqualTo(Verdict.DENY);

        await().untilAsserted(
                        () -> assertThat(bench.count(Counter.PLUGIN_FAILURES)).isEqualTo(1));
        assertThat(host.blocked()).isEmpty();
        assertThat(ask("a=allow").verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldQuarantineWhoBreaksAgainAndAgainAndLetNobodyIn() throws Exception {
        start();

        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            ask("a=throw");
        }

        await().until(() -> bench.is("a", LifeCycle.QUARANTINED));
        assertThat(bench.view("a").guards()).isTrue();
        assertThat(bench.view("a").failures()).isEqualTo(FailureCount.MAX_IN_A_ROW);
        assertThat(bench.askWithoutGuard(Requests.publish("key").with("a=allow"))
                        .verdict())
                .isEqualTo(Verdict.DENY);
    }

    @Test
    void shouldCountBackendThatIsAwayAgainstNobody() throws Exception {
        settings.maxFailures = 1;
        start();

        for (int i = 0; i < 4 * FailureCount.MAX_IN_A_ROW; i++) {
            assertThat(ask("a=fail").verdict()).isEqualTo(Verdict.DENY);
        }

        assertThat(bench.count(Counter.DECISIONS_MISSED)).isEqualTo(4 * FailureCount.MAX_IN_A_ROW);
        assertThat(bench.count(Counter.PLUGIN_FAILURES)).isZero();
        assertThat(bench.count(Counter.DECISIONS_DENIED)).isZero();
        assertThat(host.blocked()).isEmpty();
        assertThat(ask("a=allow").verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldBlockWhoIsDeniedTooOften() throws Exception {
        settings.maxFailures = 2;
        start();

        ask("a=deny");
        ask("a=deny");

        assertThat(ask("a=allow").reason()).isEqualTo("Refused too often, come back later.");
        assertThat(bench.count(Counter.DECISIONS_BLOCKED)).isEqualTo(1);
        assertThat(bench.ask(Requests.publish("key").with("a=allow").play()).verdict())
                .isEqualTo(Verdict.ALLOW);
        assertThat(bench.ask(Requests.publish("key").with("a=allow").from("192.0.2.2"))
                        .verdict())
                .isEqualTo(Verdict.ALLOW);
        assertThat(host.blocked()).singleElement().satisfies(blocked -> {
            assertThat(blocked.address().getHostAddress()).isEqualTo("192.0.2.1");
        });
        assertThat(host.lift(Requests.publish("key").remoteAddress().getAddress()))
                .isTrue();
        assertThat(ask("a=allow").verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(host.blocked()).isEmpty();
    }

    @Test
    void shouldLogWhoDecidesAndWhy() throws Exception {
        start();
        try (LogLines log = LogLines.of("dev.sluice.auth", Level.DEBUG)) {
            ask("a=deny");
            ask("a=yes");
            ask("a=fail");
            ask("");

            assertThat(log.textsWithLevels())
                    .containsExactly(
                            "INFO [c17 192.0.2.1:5021] publish denied by a: a says no",
                            "DEBUG [c17 192.0.2.1:5021] publish allowed by a: first opinion",
                            "INFO [c17 192.0.2.1:5021] publish denied by a: no decision: java.io.IOException: backend away",
                            "DEBUG [c17 192.0.2.1:5021] publish allowed: nobody has an opinion");
        }
    }

    @Test
    void shouldMaskWhatTheClientSentWhenThePluginRepeatsIt() throws Exception {
        start();
        try (LogLines log = LogLines.of("dev.sluice.auth", Level.DEBUG)) {
            ask("a=repeat&token=geheim\nforged");

            assertThat(log.textsWithLevels())
                    .singleElement()
                    .isEqualTo("INFO [c17 192.0.2.1:5021] publish denied by a: not with *** or ***");
        }
    }
}
