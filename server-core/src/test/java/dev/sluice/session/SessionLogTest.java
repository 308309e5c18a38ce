package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.LogLines;
import dev.sluice.amf.AmfValue;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import dev.sluice.net.Acceptor;
import dev.sluice.net.Connection;
import dev.sluice.net.ConnectionHandler;
import dev.sluice.net.EventLoops;
import dev.sluice.net.ListenAddress;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import dev.sluice.stream.StreamPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class SessionLogTest {
    private final Counters counters = new Counters();
    private final WarningLog warnings =
            new WarningLog(LoggerFactory.getLogger("dev.sluice.warnings"), System::nanoTime);
    private final List<Connection> accepted = new CopyOnWriteArrayList<>();
    private EventLoops loops;
    private Acceptor acceptor;
    private SocketChannel client;
    private LogLines lines;
    private String peer;
    private SessionLog log;

    @BeforeEach
    void setUp() throws IOException {
        loops = new EventLoops(1, counters);
        acceptor = new Acceptor(loops, counters, warnings, () -> 10, connection -> {
            accepted.add(connection);
            return new Swallow();
        });
        client = SocketChannel.open(acceptor.bind(new ListenAddress("127.0.0.1", 0, 10)));
        peer = client.getLocalAddress().toString().substring(1);
        lines = LogLines.of("dev.sluice.session", Level.INFO);
        acceptor.start();
        await().pollDelay(Duration.ZERO).until(() -> !accepted.isEmpty());
        log = new SessionLog(
                accepted.get(0),
                new SessionServices(null, counters, warnings, null, null, null, null, null, null, null, null));
    }

    @AfterEach
    void tearDown() throws IOException {
        client.close();
        acceptor.close();
        loops.close();
        lines.close();
    }

    /** Of this client: servers of other tests may still close. */
    private List<String> lines() {
        return lines.texts().stream().filter(text -> text.contains(peer)).toList();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldCountEachReasonForItself(Reason reason) {
        Counter expected = Counter.valueOf(reason.name());

        assertThat(log.failed(new ProtocolException(reason, "detail"))).isEqualTo(reason + ": detail");

        assertThat(counters.get(expected)).isEqualTo(1);
        assertThat(counters.get(Counter.LOOP_ERRORS)).isZero();
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldTakeLostConnectionForNoDefect() {
        assertThat(log.failed(new IOException("Broken pipe"))).isEqualTo("connection lost: Broken pipe");

        assertThat(counters.get(Counter.LOOP_ERRORS)).isZero();
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldReportOwnDefectsInFull() {
        assertThat(log.failed(new IllegalStateException("on purpose"))).isEqualTo("internal error");

        assertThat(counters.get(Counter.LOOP_ERRORS)).isEqualTo(1);
        assertThat(lines()).singleElement().asString().contains("[c1 127.0.0.1:");
    }

    @Test
    void shouldSayNothingOfConnectionThatNeverSentByte() {
        log.closed("closed by peer");

        assertThat(lines()).isEmpty();
        assertThat(counters.get(Counter.CONNECTIONS_WITHOUT_BYTES)).isEqualTo(1);
    }

    /** Adversarial 57; a reason may be a plugin's, and that may quote the client. */
    @Test
    void shouldLetNobodyElseBeginLine() throws IOException {
        client.write(ByteBuffer.wrap(new byte[1]));
        await().pollDelay(Duration.ZERO).until(() -> counters.get(Counter.BYTES_IN) == 1);
        log.identity(ClientIdentity.unknown(1, accepted.get(0).remote())
                .connected(AmfValue.object("flashVer", AmfValue.of("FMLE\r\nforged"))));
        log.stream(new StreamPath("live", "key\nforged"));

        log.opened();
        log.opened();
        log.event("publish started");
        log.closed("refused: no\r\nforged");

        assertThat(lines()).hasSize(3).noneMatch(line -> line.contains("\n") || line.contains("\r"));
        assertThat(lines().get(2))
                .contains("live/key?forged", "refused: no??forged", "client 'FMLE??forged'", "in 1 B");
    }

    private static final class Swallow implements ConnectionHandler {
        @Override
        public void onAttached() {}

        @Override
        public void onDetached() {}

        @Override
        public boolean onBytes(ByteBuffer in) {
            in.position(in.limit());
            return true;
        }

        @Override
        public void onFailure(Throwable failure) {}

        @Override
        public void onClosed(String reason) {}
    }
}
