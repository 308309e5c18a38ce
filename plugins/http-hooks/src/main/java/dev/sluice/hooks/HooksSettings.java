package dev.sluice.hooks;

import dev.sluice.api.Setting;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What stands below {@code plugins.settings.http-hooks}. URLs count as secret because they may hold credentials.
 *
 * @param timeout from the question to the answer, waiting for a turn included; less than {@code auth.timeout}
 * @param whenUnavailable what a question comes to when the backend is down
 * @param concurrency requests under way at once, of questions of players, of other questions, of updates and of other notifications each
 * @param queueSize notifications that wait or are under way, and updates that wait, at most
 * @param secret key of the signature, of {@code format: json}
 * @param caFile certificates to trust besides the JDK's, PEM
 */
record HooksSettings(
        @Setting("json") Format format,
        @Setting("post") Method method,
        @Setting(secret = true) String onConnect,
        @Setting(secret = true) String onPublish,
        @Setting(secret = true) String onPlay,
        @Setting(secret = true) String onPublishDone,
        @Setting(secret = true) String onPlayDone,
        @Setting(secret = true) String onDone,
        @Setting(secret = true) String onDisconnect,
        @Setting(secret = true) String onUpdate,
        @Setting(secret = true) String onRecordDone,
        @Setting(secret = true) String events,
        @Setting(value = "4s", min = "50ms", max = "60s") Duration timeout,
        @Setting(value = "2s", min = "50ms", max = "60s") Duration connectTimeout,
        @Setting("deny") WhenUnavailable whenUnavailable,
        @Setting(value = "32", min = "1", max = "1000") int concurrency,

        @Setting(value = "10000", min = "1", max = "1000000")
        int queueSize,

        Retries retries,
        @Setting(value = "30s", min = "100ms") Duration updateInterval,
        @Setting("false") boolean updateStrict,
        @Setting(secret = true) String secret,
        @Setting(secret = true) Map<String, String> headers,
        @Setting String caFile) {

    /** How a backend is spoken to. */
    enum Format {
        JSON,
        NGINX_RTMP
    }

    /** nginx-rtmp's {@code notify_method}. */
    enum Method {
        POST,
        GET
    }

    /** What holds when the backend cannot be asked. */
    enum WhenUnavailable {
        /** The client is denied; nothing counts against it. */
        DENY,
        /** Others decide, or {@code auth.default}. */
        ABSTAIN,
        /** The client is let in. */
        ALLOW
    }

    /**
     * How often a notification that failed is sent again.
     *
     * @param backoff the pause before the first repetition; doubles with each, and is shortened by up to a half at random
     */
    record Retries(
            @Setting(value = "3", min = "0", max = "20") int count,
            @Setting(value = "1s", min = "1ms", max = "60s") Duration backoff) {}

    HooksSettings {
        if (connectTimeout.compareTo(timeout) > 0) {
            connectTimeout = timeout;
        }
        if (format == Format.JSON && method == Method.GET) {
            throw new IllegalArgumentException("method: get goes with format: nginx-rtmp");
        }
        if (format == Format.NGINX_RTMP && !events.isEmpty()) {
            throw new IllegalArgumentException("events goes with format: json");
        }
        if (format == Format.NGINX_RTMP && !secret.isEmpty()) {
            throw new IllegalArgumentException("secret goes with format: json");
        }
        headers = Map.copyOf(headers);
        headers.forEach(HooksSettings::checkHeader);
        targetsOf(
                onConnect,
                onPublish,
                onPlay,
                onPublishDone,
                onPlayDone,
                onDone,
                onDisconnect,
                onUpdate,
                onRecordDone,
                events);
    }

    /** Those hooks that have a URL. */
    Map<Hook, Target> targets() {
        return targetsOf(
                onConnect,
                onPublish,
                onPlay,
                onPublishDone,
                onPlayDone,
                onDone,
                onDisconnect,
                onUpdate,
                onRecordDone,
                events);
    }

    /** Not the values, many of which are secret. */
    @Override
    public String toString() {
        return "HooksSettings" + targets().keySet();
    }

    /** @param urls in the order of {@link Hook} */
    private static Map<Hook, Target> targetsOf(String... urls) {
        Map<Hook, Target> targets = new EnumMap<>(Hook.class);
        for (Hook hook : Hook.values()) {
            String url = urls[hook.ordinal()];
            if (!url.isEmpty()) {
                targets.put(hook, Target.of(key(hook), url));
            }
        }
        return targets;
    }

    private static String key(Hook hook) {
        if (hook == Hook.EVENTS) {
            return "events";
        }
        StringBuilder key = new StringBuilder("on");
        for (String word : hook.name().split("_")) {
            key.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return key.toString();
    }

    private static void checkHeader(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("headers: '" + name + "' cannot be set, or not to this value", null);
        }
    }
}
