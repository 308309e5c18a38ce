package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Beans that follow what comes and goes. */
class BeanSetTest {
    /** A bean of the smallest kind. */
    public interface NothingMXBean {
        int getNothing();
    }

    private record Nothing(int getNothing) implements NothingMXBean {}

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final Set<Long> things = new TreeSet<>();
    private final List<Long> made = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private int max = 3;
    private final BeanSet<Long> set = new BeanSet<>(new Beans(server), () -> max, id -> Names.of("Thing", id), id -> {
        made.add(id);
        return Optional.of(new DescribedBean(new Nothing(0), NothingMXBean.class));
    });

    private void follow() {
        set.follow(things::contains, () -> {
            looks.incrementAndGet();
            return things.stream();
        });
    }

    private Set<String> registered() throws Exception {
        return server.queryNames(new ObjectName("dev.sluice:*"), null).stream()
                .map(name -> name.getKeyProperty("id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldFollowWithoutExceedingTheMaximum() throws Exception {
        things.addAll(Set.of(1L, 2L, 3L, 4L, 5L));
        follow();
        assertThat(registered()).containsExactly("1", "2", "3");
        assertThat(set.size()).isEqualTo(3);
        things.remove(2L);
        follow();
        assertThat(registered()).containsExactly("1", "3", "4");
        things.clear();
        follow();
        assertThat(registered()).isEmpty();
        assertThat(set.size()).isZero();
    }

    @Test
    void shouldFollowTheMaximum() throws Exception {
        things.addAll(Set.of(1L, 2L, 3L));
        follow();
        max = 1;
        follow();
        assertThat(registered()).containsExactly("1");
        max = 0;
        follow();
        assertThat(registered()).isEmpty();
        max = 2;
        follow();
        assertThat(registered()).containsExactly("1", "2");
    }

    @Test
    void shouldNotNoticeWhatComesAndGoesInBetween() {
        follow();
        LongStream.range(0, 10_000).forEach(id -> {
            things.add(id);
            things.remove(id);
        });
        follow();
        assertThat(made).isEmpty();
    }

    @Test
    void shouldNotLookForCandidatesWhenThereIsNoRoom() {
        things.addAll(Set.of(1L, 2L, 3L, 4L));
        follow();
        int before = looks.get();
        follow();
        assertThat(looks.get()).isEqualTo(before);
    }

    @Test
    void shouldLiveWithNamesThatAreTaken() throws Exception {
        ObjectName taken = Names.of("Thing", 1L);
        server.registerMBean(new DescribedBean(new Nothing(7), NothingMXBean.class), taken);
        things.addAll(Set.of(1L, 2L));
        follow();
        assertThat(set.size()).isEqualTo(1);
        assertThat(server.getAttribute(taken, "Nothing")).isEqualTo(7);
        server.unregisterMBean(taken);
        follow();
        assertThat(set.size()).isEqualTo(2);
    }
}
