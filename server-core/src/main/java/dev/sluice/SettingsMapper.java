package dev.sluice;

import dev.sluice.config.ApplicationConfig;
import dev.sluice.config.LimitsConfig;
import dev.sluice.config.OnLag;
import dev.sluice.config.PlayConfig;
import dev.sluice.config.PublishConfig;
import dev.sluice.config.RemoteConfig;
import dev.sluice.config.RtmpConfig;
import dev.sluice.config.SluiceConfig;
import dev.sluice.config.StartAt;
import dev.sluice.config.WhenMissing;
import dev.sluice.jmx.ManagementSettings;
import dev.sluice.jmx.RemoteSettings;
import dev.sluice.protocol.Limits;
import dev.sluice.session.ApplicationSettings;
import dev.sluice.session.Applications;
import dev.sluice.session.SessionSettings;
import dev.sluice.stream.StreamSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** From the configuration to what each package wants to know of it. */
final class SettingsMapper {
    /** The plugin host denies in time; this is for the day when it does not. */
    private static final long DECISION_SLACK_NANOS = 1_000_000_000L;

    private SettingsMapper() {}

    static SessionSettings session(SluiceConfig config) {
        RtmpConfig rtmp = config.rtmp();
        return new SessionSettings(
                rtmp.windowAckSize(),
                rtmp.peerBandwidth(),
                rtmp.chunkSize(),
                rtmp.handshakeTimeout().toNanos(),
                rtmp.connectTimeout().toNanos(),
                rtmp.idleTimeout().toNanos(),
                // who answers pings must get one in time
                Math.min(rtmp.pingInterval().toNanos(), rtmp.idleTimeout().toNanos() / 2),
                config.auth().timeout().toNanos() + DECISION_SLACK_NANOS,
                limits(config.limits()));
    }

    static Applications applications(SluiceConfig config) {
        Map<String, ApplicationSettings> byName = new LinkedHashMap<>();
        config.applications().forEach((name, application) -> byName.put(name, application(application)));
        return new Applications(byName);
    }

    /** Nothing when there is none. */
    static Optional<RemoteSettings> remote(SluiceConfig config, Roots roots) {
        RemoteConfig remote = config.management().remote();
        if (!remote.enabled()) {
            return Optional.empty();
        }
        return Optional.of(new RemoteSettings(
                remote.host(),
                remote.port(),
                remote.advertisedHost(),
                roots.base().resolve(remote.passwordFile()),
                roots.base().resolve(remote.accessFile()),
                roots.base().resolve(remote.keystore()),
                remote.keystorePassword()));
    }

    static ManagementSettings management(SluiceConfig config) {
        return new ManagementSettings(
                config.limits().maxConnections(),
                config.management().maxConnectionBeans(),
                config.management().maxStreamBeans());
    }

    private static Limits limits(LimitsConfig limits) {
        return new Limits(
                (int) limits.maxMessageSize(),
                (int) limits.maxCommandSize(),
                (int) limits.maxDataSize(),
                limits.maxChunkStreams(),
                limits.maxStreamsPerConnection(),
                (int) limits.maxReassembly(),
                limits.maxHeaderOverhead());
    }

    private static ApplicationSettings application(ApplicationConfig application) {
        PublishConfig publish = application.publish();
        PlayConfig play = application.play();
        return new ApplicationSettings(
                publish.firstMediaTimeout().toNanos(),
                publish.idleTimeout().toNanos(),
                play.whenMissing() == WhenMissing.REJECT,
                play.waitTimeout().toNanos(),
                play.stallTimeout().toNanos(),
                (int) play.sendBuffer(),
                new StreamSettings(
                        application.window().toNanos(),
                        application.windowBytes(),
                        play.maxStartAge().toNanos(),
                        play.startAt() == StartAt.KEYFRAME,
                        play.maxFlushDelay().toNanos(),
                        play.maxLag().toNanos(),
                        play.maxLagBytes(),
                        play.onLag() == OnLag.SKIP,
                        publish.resumeGrace().toNanos(),
                        publish.staleAfter().toNanos()));
    }
}
