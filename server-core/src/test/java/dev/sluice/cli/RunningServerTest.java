package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.cli.Console.Result;
import dev.sluice.jmx.BanRow;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.rmi.ConnectException;
import java.rmi.UnmarshalException;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a connection, as to a server in another process. */
class RunningServerTest {
    private StandIn server;
    private JMXConnectorServer listening;
    private Console console;

    @BeforeEach
    void setUp() throws IOException, JMException {
        server = new StandIn();
        listening = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://127.0.0.1"), null, server.beans());
        listening.start();
        console = new Console(this::connect, Terminal.NONE, Console::unexpected);
    }

    private RunningServer connect() throws FailedException {
        try {
            JMXConnector connector = JMXConnectorFactory.connect(listening.getAddress());
            return new RunningServer(connector.getMBeanServerConnection(), connector);
        } catch (IOException failure) {
            throw FailedException.because("no connection: " + failure);
        }
    }

    @AfterEach
    void close() throws IOException {
        listening.stop();
    }

    @Test
    void shouldReadAndAskOverAConnection() {
        server.show("Streams.Bans", List.of(StandIn.row(BanRow.class, Map.of("application", "live", "name", "a"))))
                .on("Streams.dropPlayers", arguments -> 2);

        assertThat(console.sluice("bans").output()).contains("live/a");
        assertThat(console.sluice("drop", "players", "live/a").output()).startsWith("disconnected 2 players of live/a");
        assertThat(listening.getConnectionIds()).isEmpty();
    }

    @Test
    void shouldPrintTheReasonOfARefusalThatCameOverAConnection() {
        server.refuse("Recordings.stopRecording", "live/a is not being recorded");

        Result result = console.sluice("record", "stop", "live/a");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors().lines()).containsExactly("sluice: live/a is not being recorded");
    }

    @Test
    void shouldSayInOneLineThatTheServerHasGone() {
        server.on("Streams.liftBan", arguments -> {
            stopListening();
            return false;
        });

        Result result = console.sluice("unban", "live/a/b");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: the connection to the server broke: ");
    }

    @Test
    void shouldNotSpeakOfWhatTheJdkTriedWhenTheServerHasGone() {
        assertThat(said(new ConnectException(
                        "Connection refused to host: media.example.org", new java.net.ConnectException("refused"))))
                .isEqualTo("sluice: the server has gone");
        assertThat(said(new UnmarshalException("Error unmarshaling return header", new EOFException())))
                .isEqualTo("sluice: the connection to the server broke: java.io.EOFException");
    }

    private static String said(IOException failure) {
        MBeanServerConnection broken = (MBeanServerConnection) Proxy.newProxyInstance(
                RunningServerTest.class.getClassLoader(),
                new Class<?>[] {MBeanServerConnection.class},
                (proxy, method, arguments) -> {
                    throw failure;
                });
        RunningServer gone = new RunningServer(broken, () -> {});
        return String.join(
                "\n",
                catchThrowableOfType(FailedException.class, () -> gone.invoke("Streams", "page", new Object[0]))
                        .lines());
    }

    private void stopListening() {
        try {
            listening.stop();
        } catch (IOException defect) {
            throw new AssertionError(defect);
        }
    }

    @Test
    void shouldPassOnWhyThereIsNoServer() throws IOException {
        var nowhere = new Console(
                () -> {
                    throw FailedException.because("no server runs on /base");
                },
                Terminal.NONE,
                Console::unexpected);

        Result result = nowhere.sluice("status");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors().lines()).containsExactly("sluice: no server runs on /base");
    }
}
