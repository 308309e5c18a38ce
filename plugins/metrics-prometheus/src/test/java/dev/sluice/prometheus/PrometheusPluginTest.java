package dev.sluice.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerStatistics;
import dev.sluice.api.StreamStatistics;
import dev.sluice.testkit.TestContext;
import dev.sluice.testkit.TestStatistics;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusPluginTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path base;

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private TestContext context;
    private PrometheusPlugin plugin;

    @AfterEach
    void close() {
        plugin.stop();
        context.close();
    }

    @Test
    void shouldOpenNoPortWithoutSettings() {
        create(null);
        plugin.start();
        assertThat(Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread)))
                .noneMatch(thread -> thread.getName().contains("HTTP"));
    }

    @Test
    void shouldShowWhatTheServerCounts() throws Exception {
        start(10);
        context.statistics(new TestStatistics(
                Duration.ofMillis(90_500),
                5,
                2,
                3,
                1_000,
                2_000,
                65_536,
                List.of(
                        new TestStatistics.Counted("player_skips", "Times that a \\ player was moved.\nForward.", 7),
                        new TestStatistics.Counted("bytes_in", "Bytes read from connections.", 1_001)),
                List.of()));
        Exposition metrics = scrape("text/plain", false);
        assertThat(metrics.series())
                .containsEntry("sluice_uptime_seconds", 90.5)
                .containsEntry("sluice_connections", 5.0)
                .containsEntry("sluice_publishers", 2.0)
                .containsEntry("sluice_players", 3.0)
                .containsEntry("sluice_streams", 0.0)
                .containsEntry("sluice_log_bytes", 65_536.0)
                .containsEntry("sluice_player_skips_total", 7.0)
                .containsEntry("sluice_bytes_in_total", 1_001.0)
                .containsEntry("sluice_bytes_out_total", 2_000.0);
        assertThat(metrics.type("sluice_player_skips_total")).isEqualTo("counter");
        assertThat(metrics.type("sluice_players")).isEqualTo("gauge");
        assertThat(metrics.help("sluice_player_skips_total"))
                .isEqualTo("Times that a \\\\ player was moved.\\nForward.");
    }

    @Test
    void shouldReadTheServerAnewForEachScrape() throws Exception {
        start(10);
        for (int players : new int[] {1, 4, 2}) {
            context.statistics(streams(stream("a", players, 0)));
            assertThat(scrape("text/plain", false).series())
                    .containsEntry(series("sluice_stream_players", "a"), (double) players);
        }
    }

    @Test
    void shouldSpeakOpenMetricsToThoseWhoAskForIt() throws Exception {
        start(10);
        context.statistics(streams(stream("a", 1, 5)));
        HttpResponse<String> answer = get(OPEN_METRICS);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(OPEN_METRICS);
        assertThat(Exposition.parse(answer.body(), true).series())
                .containsEntry(series("sluice_stream_bytes_in_total", "a"), 5.0)
                .containsKey("sluice_bytes_in_total");
    }

    /** Prometheus asks so for protobuf first where native histograms are on. */
    @Test
    void shouldSpeakProtobufToThoseWhoPreferIt() throws Exception {
        start(10);
        HttpResponse<String> answer = get("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                + "encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/vnd.google.");
        assertThat(answer.body()).contains("sluice_connections");
    }

    @Test
    void shouldShowTheJvm() throws Exception {
        start(10);
        assertThat(scrape("text/plain", false).series().keySet())
                .contains("jvm_threads_current", "process_cpu_seconds_total")
                .anyMatch(series -> series.startsWith("jvm_buffer_pool_used_bytes"));
    }

    @Test
    void shouldEscapeHostileStreamNames() throws Exception {
        start(100);
        List<String> names = List.of(
                "plain",
                "a\"b",
                "a\\b",
                "a\nb",
                "a\\nb",
                "}",
                "{x=\"y\"} 1",
                "a,b",
                "#",
                "ü😀",
                "\u2028",
                "_other",
                "a b ",
                "%n",
                "a\r",
                "\u0001");
        context.statistics(
                streams(names.stream().map(name -> stream(name, 1, 1)).toArray(TestStatistics.Stream[]::new)));
        for (boolean openMetrics : new boolean[] {false, true}) {
            var series = scrape(openMetrics ? OPEN_METRICS : "text/plain", openMetrics)
                    .series();
            for (String name : names) {
                String escaped =
                        name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
                assertThat(series).containsEntry(series("sluice_stream_bytes_in_total", escaped), 1.0);
            }
            assertThat(series.keySet())
                    .filteredOn(key -> key.startsWith("sluice_stream_players"))
                    .hasSize(names.size());
        }
    }

    @Test
    void shouldBoundTheNumberOfSeries() throws Exception {
        start(3);
        context.statistics(streams(
                IntStream.range(0, 1_000).mapToObj(i -> stream("s" + i, i, 10)).toArray(TestStatistics.Stream[]::new)));
        var series = scrape("text/plain", false).series();
        assertThat(series.keySet())
                .filteredOn(key -> key.startsWith("sluice_stream_"))
                .hasSize(6 * 4);
        assertThat(series)
                .containsEntry(series("sluice_stream_players", "s999"), 999.0)
                .containsEntry(series("sluice_stream_players", "s997"), 997.0)
                .containsEntry("sluice_stream_players{application=, stream=_other}", 996 * 997 / 2.0)
                .containsEntry("sluice_stream_live{application=, stream=_other}", 997.0)
                .containsEntry("sluice_stream_bytes_in_total{application=, stream=_other}", 9_970.0)
                .containsEntry("sluice_streams", 1_000.0);
    }

    /** Anybody may play a name that nobody publishes. */
    @Test
    void shouldSumUpStreamsThatAreOnlyWaitedFor() throws Exception {
        start(3);
        for (int round = 0; round < 5; round++) {
            var streams = new ArrayList<StreamStatistics>(List.of(stream("a", 0, 10), stream("b", 2, 20)));
            for (int i = 0; i < 10; i++) {
                streams.add(waitedFor("random" + round + "-" + i, 100));
            }
            context.statistics(streams(streams.toArray(StreamStatistics[]::new)));
            var series = scrape("text/plain", false).series();
            assertThat(series.keySet())
                    .filteredOn(key -> key.startsWith("sluice_stream_players"))
                    .containsExactlyInAnyOrder(
                            series("sluice_stream_players", "a"),
                            series("sluice_stream_players", "b"),
                            "sluice_stream_players{application=, stream=_other}");
            assertThat(series)
                    .containsEntry("sluice_stream_players{application=, stream=_other}", 1_000.0)
                    .containsEntry("sluice_stream_live{application=, stream=_other}", 0.0);
        }
    }

    @Test
    void shouldShowAStreamAgainWhenItIsPublishedAgain() throws Exception {
        start(3);
        context.statistics(streams(stream("a", 1, 10)));
        assertThat(scrape("text/plain", false).series())
                .containsEntry(series("sluice_stream_bytes_in_total", "a"), 10.0);
        context.statistics(streams(new TestStatistics.Stream("live", "a", false, 1, 1, 12, 2, 3)));
        assertThat(scrape("text/plain", false).series())
                .doesNotContainKey(series("sluice_stream_bytes_in_total", "a"))
                .containsEntry("sluice_stream_bytes_in_total{application=, stream=_other}", 2.0);
        context.statistics(streams(stream("a", 1, 15)));
        assertThat(scrape("text/plain", false).series())
                .containsEntry(series("sluice_stream_bytes_in_total", "a"), 15.0)
                .containsEntry("sluice_stream_bytes_in_total{application=, stream=_other}", 2.0);
    }

    @Test
    void shouldShowNoStreamsWhenNotWanted() throws Exception {
        create(new PrometheusSettings("127.0.0.1", 0, false, 10));
        plugin.start();
        context.statistics(streams(stream("a", 1, 1)));
        assertThat(scrape("text/plain", false).series().keySet())
                .contains("sluice_streams")
                .noneMatch(key -> key.startsWith("sluice_stream_"));
    }

    @Test
    void shouldServeNothingElse() throws Exception {
        start(10);
        for (String path : List.of("/", "/-/healthy", "/other")) {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(plugin.address().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).as(path).doesNotContain("sluice_");
        }
    }

    @Test
    void shouldSayWhyItCannotStart() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            create(new PrometheusSettings("127.0.0.1", taken.getLocalPort(), true, 10));
            assertThatThrownBy(plugin::start)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenStopped() throws Exception {
        start(10);
        scrape("text/plain", false);
        URI address = plugin.address();
        plugin.stop();
        assertThatThrownBy(() -> new Socket("127.0.0.1", address.getPort()).close())
                .isInstanceOf(ConnectException.class);
        new ServerSocket(address.getPort(), 1, InetAddress.getByName("127.0.0.1")).close();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(newThreads()).isEmpty());
    }

    /** Those of the server; the client's and the fake's are others. */
    private List<String> newThreads() {
        var names = new ArrayList<String>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (!before.contains(thread) && !name.matches("HttpClient.*|pool-.*|awaitility.*")) {
                names.add(name);
            }
        }
        return names;
    }

    private void create(PrometheusSettings settings) {
        context = new TestContext("metrics-prometheus", base, settings);
        plugin = new PrometheusPlugin(context);
    }

    private void start(int maxStreams) {
        create(new PrometheusSettings("127.0.0.1", 0, true, maxStreams));
        plugin.start();
    }

    private Exposition scrape(String accept, boolean openMetrics) throws Exception {
        HttpResponse<String> answer = get(accept);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Exposition.parse(answer.body(), openMetrics);
    }

    private HttpResponse<String> get(String accept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(plugin.address())
                .header("Accept", accept)
                .timeout(Duration.ofSeconds(20))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static ServerStatistics streams(StreamStatistics... streams) {
        return new TestStatistics(Duration.ZERO, 0, 0, 0, 0, 0, 0, List.of(), List.of(streams));
    }

    private static TestStatistics.Stream stream(String name, int players, long bytesIn) {
        return new TestStatistics.Stream("live", name, true, players, 1, bytesIn, 2, 3);
    }

    private static TestStatistics.Stream waitedFor(String name, int players) {
        return new TestStatistics.Stream("live", name, false, players, 0, 0, 0, 0);
    }

    private static String series(String name, String stream) {
        return name + "{application=live, stream=" + stream + "}";
    }
}
