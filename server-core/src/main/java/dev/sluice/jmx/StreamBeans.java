package dev.sluice.jmx;

import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamPath;
import dev.sluice.stream.StreamRegistry;

/** One bean for each stream that is published or held, as far as they may have one. For the management thread. */
final class StreamBeans {
    private final StreamRegistry streams;
    private final BeanSet<StreamPath> beans;

    StreamBeans(Beans beans, ManagementServices services, StreamDirectory directory, StreamOperations operations) {
        this.streams = services.streams();
        this.beans = new BeanSet<>(
                beans,
                () -> services.settings().get().maxStreamBeans(),
                Names::of,
                path -> streams.find(path)
                        .map(stream ->
                                new DescribedBean(new StreamBean(stream, directory, operations), StreamMXBean.class)));
    }

    /** Follows the streams that have come and gone. */
    void follow() {
        beans.follow(this::isOnAir, () -> streams.all().stream().map(LiveStream::path));
    }

    private boolean isOnAir(StreamPath path) {
        return streams.find(path).map(LiveStream::isOnAir).orElse(false);
    }
}
