package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.api.ServerEvent;
import dev.sluice.plugin.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins managed from a JMX client while the server runs. */
class PluginOperationsTest {
    @TempDir
    private Path folder;

    private ManagedServer managed;
    private Path elsewhere;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder);
        elsewhere = folder.resolve("elsewhere");
        PluginJar.of("old").listener("").into(managed.server().plugins());
        managed.start();
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    private String jar(String id, String version) {
        return PluginJar.of(id)
                .version(version)
                .listener(
                        "if (event.type() == ServerEvent.Type.CONNECTION_REJECTED) throw new IllegalStateException();")
                .into(elsewhere)
                .toString();
    }

    /** Whatever it is, a client with the JDK's classes alone has to be able to read it. */
    private static void expectRefusal(Class<?> type, String message, ThrowingCallable work) {
        assertThatExceptionOfType(RuntimeMBeanException.class).isThrownBy(work).satisfies(refused -> {
            assertThat(refused.getCause()).isExactlyInstanceOf(type).hasMessageContaining(message);
            assertThat(refused.getCause().getCause()).isNull();
            assertThat(refused.getCause().getSuppressed()).isEmpty();
        });
    }

    private void expectRefused(String message, String operation, Object... arguments) {
        expectRefusal(
                IllegalStateException.class, message, () -> managed.invoke(ManagedServer.HOST, operation, arguments));
    }

    private void expectWrong(String message, String operation, Object... arguments) {
        expectRefusal(
                IllegalArgumentException.class,
                message,
                () -> managed.invoke(ManagedServer.HOST, operation, arguments));
    }

    @Test
    void shouldManageOnePluginFromInstallToUninstall() throws Exception {
        BlockingQueue<Notification> notes = managed.notifications(ManagedServer.HOST);
        assertThat(managed.invoke(ManagedServer.HOST, "install", jar("fresh", "1.0.0")))
                .isEqualTo("fresh");
        managed.awaitBean("fresh");
        ObjectName fresh = ManagedServer.plugin("fresh");
        Notification started =
                ManagedServer.next(notes, note -> note.getMessage().contains("fresh"));
        assertThat(started.getType()).isEqualTo("dev.sluice.plugin.started");
        assertThat(started.getSource()).isEqualTo(ManagedServer.HOST);
        assertThat(started.getMessage()).isEqualTo("plugin fresh 1.0.0 is STARTED");
        assertThat(((CompositeData) started.getUserData()).get("plugin")).isEqualTo("fresh");

        managed.invoke(fresh, "stop");
        assertThat(managed.bean("fresh").getState()).isEqualTo("STOPPED");
        assertThat(managed.bean("fresh").getCause()).isEqualTo("stopped by an operator");
        Notification stopped = ManagedServer.next(notes, note -> note.getType().endsWith(".stopped"));
        assertThat(stopped.getMessage()).isEqualTo("plugin fresh 1.0.0 is STOPPED: stopped by an operator");
        assertThat(stopped.getSequenceNumber()).isGreaterThan(started.getSequenceNumber());
        managed.invoke(fresh, "start");
        assertThat(managed.bean("fresh").getState()).isEqualTo("STARTED");

        managed.invoke(ManagedServer.HOST, "update", jar("fresh", "1.1.0"));
        assertThat(managed.bean("fresh").getVersion()).isEqualTo("1.1.0");
        managed.invoke(ManagedServer.HOST, "stop", "fresh");
        assertThat(managed.bean("fresh").getState()).isEqualTo("STOPPED");
        managed.invoke(ManagedServer.HOST, "start", "fresh");
        assertThat(managed.bean("fresh").getState()).isEqualTo("STARTED");

        managed.invoke(fresh, "uninstall");
        managed.awaitNoBean("fresh");
        assertThat(managed.server().plugins().resolve("fresh-1.1.0.jar")).doesNotExist();
        assertThat(managed.connection().isRegistered(ManagedServer.plugin("old")))
                .isTrue();
        managed.invoke(ManagedServer.HOST, "uninstall", "old");
        managed.awaitNoBean("old");
    }

    @Test
    void shouldFollowFilesThatComeAndGo() throws Exception {
        Path jar = PluginJar.of("dropped").listener("").into(managed.server().plugins());
        managed.awaitBean("dropped");
        Files.delete(jar);
        managed.awaitNoBean("dropped");
    }

    @Test
    void shouldTellOfQuarantine() throws Exception {
        managed.invoke(ManagedServer.HOST, "install", jar("grumpy", "1.0.0"));
        BlockingQueue<Notification> notes = managed.notifications(ManagedServer.HOST);
        for (int i = 0; i < 5; i++) {
            managed.server()
                    .host()
                    .onEvent(
                            ServerEvent.of(ServerEvent.Type.CONNECTION_REJECTED).build());
        }
        Notification note = ManagedServer.next(notes, each -> each.getType().equals("dev.sluice.plugin.quarantined"));
        assertThat(((CompositeData) note.getUserData()).get("cause"))
                .asString()
                .startsWith("its callbacks failed 5 times in a row");
        managed.bean("grumpy").start();
        assertThat(managed.bean("grumpy").getState()).isEqualTo("STARTED");
        assertThat(managed.bean("grumpy").getFailures()).isEqualTo(5);
    }

    @Test
    void shouldRefuseWhatCannotBeDone() throws Exception {
        expectRefused("there is no plugin nobody", "start", "nobody");
        expectRefused("there is no plugin nobody", "stop", "nobody");
        expectRefused("there is no plugin a*,=:\"\\", "uninstall", "a*,=:\"\\");
        expectRefused("there is no plugin fresh; install it", "update", jar("fresh", "1.0.0"));
        expectRefused("there is a plugin old already; update it", "install", jar("old", "1.0.0"));
        Path corrupt = Files.write(elsewhere.resolve("corrupt.jar"), new byte[] {1, 2, 3});
        expectRefused("it is no complete jar or zip", "install", corrupt.toString());
        Path lame = PluginJar.of("lame")
                .plugin("static class Own extends RuntimeException {} public void start() { throw new Own(); }")
                .into(elsewhere);
        expectRefused("plugin lame does not run: its start: testplugin.Main$Own", "install", lame.toString());
        assertThat(managed.server().plugins().resolve("lame-1.0.0.jar")).doesNotExist();
    }

    @Test
    void shouldSayWhatIsWrongWithArguments() throws Exception {
        expectWrong("id: nothing was given", "start", (Object) null);
        expectWrong("id: nothing was given", "stop", "  ");
        expectWrong("path: nothing was given", "install", "");
        expectWrong("path: expected the whole path on the server's machine", "install", "fresh.jar");
        expectWrong(
                "path: expected a .jar or .zip",
                "install",
                elsewhere.resolve("notes.txt").toString());
        expectWrong(
                "path: there is no file",
                "update",
                elsewhere.resolve("fresh.jar").toString());
        expectWrong("path: Nul character not allowed", "install", "/a\0.jar");
        expectWrong("address: expected an IPv4 or IPv6 address, got localhost", "liftBlock", "localhost");
    }

    @Test
    void shouldSayThatAPluginIsGone() throws Exception {
        Object bean = new PluginBean("old", managed.server().host(), new Operations());
        managed.host().uninstall("old");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(((PluginMXBean) bean)::getState)
                .withMessage("there is no plugin old any more");
    }
}
