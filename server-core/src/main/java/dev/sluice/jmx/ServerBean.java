package dev.sluice.jmx;

import dev.sluice.counter.Counter;
import dev.sluice.jmx.Control.RefusedConfigurationException;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamFigures;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.ObjectName;

/** The server as a client sees it. */
final class ServerBean implements ServerMXBean {
    static final ObjectName NAME = Names.of("Server");

    private static final String ALL_LOGGERS = "dev.sluice";
    /** What the keys begin with whose values are no secrets. */
    private static final List<String> OPEN_KEYS =
            List.of("server.", "rtmp.", "limits.", "applications", "auth.", "management.max");

    private final ManagementServices services;
    private final Control control;
    private final Rates rates;
    private final Operations operations;

    ServerBean(ManagementServices services, Rates rates, Operations operations) {
        this.services = services;
        this.control = services.control();
        this.rates = rates;
        this.operations = operations;
    }

    @Override
    public String getVersion() {
        return control.version();
    }

    @Override
    public Date getStartedAt() {
        return new Date(control.startedAtMillis());
    }

    @Override
    public long getUptimeMillis() {
        return control.uptimeMillis();
    }

    @Override
    public String[] getListeners() {
        return control.listeners().toArray(String[]::new);
    }

    @Override
    public int getConnections() {
        return (int) services.counters().openConnections();
    }

    @Override
    public int getMaxConnections() {
        return services.settings().get().maxConnections();
    }

    @Override
    public int getPublishers() {
        return (int) streams().filter(StreamFigures::live).count();
    }

    @Override
    public int getPlayers() {
        return streams().mapToInt(StreamFigures::players).sum();
    }

    private Stream<StreamFigures> streams() {
        return services.streams().all().stream().map(LiveStream::figures);
    }

    @Override
    public int getStreams() {
        return services.streams().count();
    }

    @Override
    public long getBytesIn() {
        return services.counters().get(Counter.BYTES_IN);
    }

    @Override
    public long getBytesOut() {
        return services.counters().get(Counter.BYTES_OUT);
    }

    @Override
    public long getBitsPerSecondIn() {
        return rates.bitsPerSecond(Samples.BYTES_IN);
    }

    @Override
    public long getBitsPerSecondOut() {
        return rates.bitsPerSecond(Samples.BYTES_OUT);
    }

    @Override
    public long getRateWindowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(rates.windowNanos());
    }

    @Override
    public long getLogBytes() {
        return services.pool().usedBytes();
    }

    @Override
    public long getMaxLogBytes() {
        return services.pool().maxBytes();
    }

    @Override
    public String getLogLevel() {
        return control.logLevel(ALL_LOGGERS);
    }

    @Override
    public void setLogLevel(String level) {
        operations.run(
                "Server.LogLevel",
                List.of(String.valueOf(level)),
                () -> control.logLevel(ALL_LOGGERS, Arguments.given("level", level)));
    }

    @Override
    public String effectiveConfiguration() {
        return operations.ask("Server.effectiveConfiguration", List.of(), control::effectiveConfiguration);
    }

    @Override
    public ConfigurationRow reload() {
        return operations.call("Server.reload", List.of(), () -> {
            try {
                return new ConfigurationFigures(control.reload());
            } catch (RefusedConfigurationException refused) {
                throw new RefusedException(refused.getMessage());
            }
        });
    }

    @Override
    public ConfigurationRow change(String key, String value) {
        boolean secret = key == null || OPEN_KEYS.stream().noneMatch(key.strip()::startsWith);
        String shownKey = String.valueOf(key).replaceFirst("(?s)=.*", "=...");
        List<String> arguments = List.of(shownKey, secret ? "***" : String.valueOf(value));
        return operations.call("Server.change", arguments, () -> {
            String checkedKey = Arguments.key(key);
            String checkedValue = Arguments.value("value", value);
            try {
                return new ConfigurationFigures(control.change(checkedKey, checkedValue));
            } catch (RefusedConfigurationException refused) {
                throw new RefusedException(refused.getMessage(), secret);
            }
        });
    }

    @Override
    public void changeLogLevel(String logger, String level) {
        operations.run(
                "Server.changeLogLevel",
                List.of(String.valueOf(logger), String.valueOf(level)),
                () -> control.logLevel(Arguments.given("logger", logger), Arguments.given("level", level)));
    }

    @Override
    public void stop() {
        operations.run("Server.stop", List.of(), control::requestStop);
    }
}
