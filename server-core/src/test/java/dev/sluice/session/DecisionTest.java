package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.AuthorizedServer;
import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.config.ConfigException;
import dev.sluice.counter.Counter;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions whose right to publish and play is decided elsewhere, sooner or later or never. */
class DecisionTest {
    private record Question(AccessRequest request, CompletableFuture<Decision> answer) {}

    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private AuthorizedServer server;

    @BeforeEach
    void start() throws IOException, ConfigException {
        server = new AuthorizedServer(this::ask, Map.of());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private CompletionStage<Decision> ask(AccessRequest request) {
        if (request.action() == Action.CONNECT) {
            return CompletableFuture.completedFuture(Decision.allow());
        }
        var question = new Question(request, new CompletableFuture<>());
        questions.add(question);
        return question.answer();
    }

    private Question nextQuestion() throws InterruptedException {
        Question question = questions.poll(30, TimeUnit.SECONDS);
        assertThat(question).as("somebody asks").isNotNull();
        return question;
    }

    private WireClient withStream() {
        WireClient client = WireClient.connected(server.port());
        client.createStream();
        return client;
    }

    private void playAllowed(WireClient player, String key) throws InterruptedException {
        player.sendPlay(key);
        nextQuestion().answer().complete(Decision.allow());
        player.expectStatus("NetStream.Play.Reset");
        player.expectStatus("NetStream.Play.Start");
        player.sync();
    }

    private static byte[] publish(String key) {
        return Chunks.encode(128, 3, MessageType.COMMAND, 1, 0, Amf.encode("publish", 5.0, null, key, "live"));
    }

    /** RI-074: an error with a description, no start, and the end of the connection. */
    @Test
    void shouldTellAPublisherThatItMayNot() throws InterruptedException {
        try (WireClient client = withStream()) {
            client.send(publish("key?token=wrong"));
            Question question = nextQuestion();
            assertThat(question.request().action()).isEqualTo(Action.PUBLISH);
            assertThat(question.request().parameters()).containsEntry("token", "wrong");
            question.answer().complete(Decision.deny("wrong token"));
            WireMessage refusal = client.expectStatus("NetStream.Publish.Denied");
            assertThat(refusal.msid()).isEqualTo(1);
            assertThat(refusal.info().get("level")).isEqualTo("error");
            assertThat(refusal.info().get("description")).isEqualTo("wrong token");
            assertThat(client.expectClosed()).isEmpty();
        }
    }

    @Test
    void shouldTellAPlayerThatItMayNot() throws InterruptedException {
        try (WireClient client = withStream()) {
            client.sendPlay("key");
            nextQuestion().answer().complete(Decision.deny("not you"));
            WireMessage refusal = client.expectStatus("NetStream.Play.Failed");
            assertThat(refusal.info().get("level")).isEqualTo("error");
            assertThat(client.expectClosed()).isEmpty();
        }
    }

    /** RI-075: media that came with the publish command is relayed when the decision is made, and not before. */
    @Test
    void shouldKeepWhatComesBeforeTheDecision() throws InterruptedException {
        try (WireClient player = withStream();
                WireClient client = withStream()) {
            playAllowed(player, "slow");
            var frames = new ScriptedMedia(1, 0).headersAnd(12);
            client.send(publish("slow"));
            client.send(frames);
            Question question = nextQuestion();
            assertThat(server.counters().get(Counter.PUBLISHES_STARTED)).isZero();
            question.answer().complete(Decision.allow());
            client.expectStatus("NetStream.Publish.Start");
            ScriptedMedia.expectAt(player, frames);
        }
    }

    /** RI-075: a publisher that does not wait for its answer meets the limit of its socket, not of the heap. */
    @Test
    void shouldReadNoFurtherWhileUndecided() throws Exception {
        try (WireClient client = withStream()) {
            client.send(publish("flood"));
            Question question = nextQuestion();
            long before = server.counters().get(Counter.BYTES_IN);
            Thread flood = new Thread(() -> flood(client));
            flood.start();
            await().until(() -> flood.getState() != Thread.State.NEW);
            flood.join(300);
            assertThat(flood.isAlive()).as("still held back").isTrue();
            assertThat(server.counters().get(Counter.BYTES_IN) - before).isLessThan(1 << 20);
            question.answer().complete(Decision.allow());
            client.expectStatus("NetStream.Publish.Start");
            flood.join(30_000);
            assertThat(flood.isAlive()).isFalse();
        }
    }

    private static void flood(WireClient client) {
        byte[] message = Chunks.encode(128, 4, MessageType.AUDIO, 1, 0, new byte[1 << 20]);
        for (int i = 0; i < 32; i++) {
            client.send(message);
        }
    }

    /** A decision for somebody who is gone harms nobody. */
    @Test
    void shouldForgetWhoWaitedAndLeft() throws Exception {
        try (WireClient client = withStream()) {
            client.send(publish("left"));
            Question question = nextQuestion();
            client.abort();
            question.answer().complete(Decision.allow());
        }
        try (WireClient client = withStream()) {
            await().until(() -> server.counters().openConnections() == 1);
            client.send(publish("left"));
            nextQuestion().answer().complete(Decision.allow());
            client.expectStatus("NetStream.Publish.Start");
        }
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).isZero();
    }

    @Test
    void shouldDenyWhenTheDecisionFails() throws InterruptedException {
        try (WireClient client = withStream()) {
            client.send(publish("failed"));
            nextQuestion().answer().completeExceptionally(new IllegalStateException("for the test"));
            client.expectStatus("NetStream.Publish.Denied");
            client.expectClosed();
        }
    }

    /** The name in the decision counts, not the one asked for. */
    @Test
    void shouldPublishUnderTheDecidedName() throws InterruptedException {
        try (WireClient player = withStream();
                WireClient client = withStream()) {
            playAllowed(player, "public");
            client.send(publish("secret"));
            nextQuestion().answer().complete(Decision.allowAs("public"));
            client.expectStatus("NetStream.Publish.Start");
            var frames = new ScriptedMedia(1, 0).headersAnd(3);
            client.send(frames);
            for (Frame frame : frames) {
                assertThat(player.nextRelayed().timestamp()).isEqualTo(frame.timestamp());
            }
        }
    }
}
