package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those are told who subscribe over a connector. */
class RemoteNotificationsTest {
    private static final int MANY = 5_000;
    private static final ObjectName NAME = Names.of("Lamp");

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    @TempDir
    private Path base;

    @Test
    void shouldTellOfThousandsAtOnce() throws Exception {
        Notes notes = new Notes(NAME, "dev.sluice.lamp.", "A lamp is lit.", "lit");
        beans.registerMBean(new NotifyingBean(new DimLamp(), LampMXBean.class, notes), NAME);
        Queue<Notification> told = new ConcurrentLinkedQueue<>();
        JvmRmi.prepare();
        LocalAccess access = LocalAccess.open(base, "1.2.3", beans);
        try (LocalServer server = LocalServer.connect(base)) {
            server.beans().addNotificationListener(NAME, (note, handback) -> told.add(note), null, null);
            for (int i = 0; i < MANY; i++) {
                notes.send("lit", i, "it is lit", Map.of("number", String.valueOf(i)));
            }
            await().until(() -> told.stream().anyMatch(note -> note.getSequenceNumber() == MANY));
        } finally {
            access.close();
        }
        List<Long> numbers = told.stream().map(Notification::getSequenceNumber).toList();
        assertThat(numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, MANY).boxed().toList());
    }

    private static final class DimLamp implements LampMXBean {
        @Override
        public boolean isLit() {
            return false;
        }

        @Override
        public void setLit(boolean lit) {}

        @Override
        public void blink(String how) {}
    }
}
