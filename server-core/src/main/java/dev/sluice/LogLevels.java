package dev.sluice;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** What is logged, changed while the server runs. SLF4J has no way to say it, so this class alone knows Log4j. */
final class LogLevels {
    private static final Map<String, Level> LEVELS = Map.of(
            "TRACE", Level.TRACE,
            "DEBUG", Level.DEBUG,
            "INFO", Level.INFO,
            "WARN", Level.WARN,
            "ERROR", Level.ERROR,
            "OFF", Level.OFF);

    private static final Pattern LOGGER = Pattern.compile("[A-Za-z0-9_$-]{1,100}(\\.[A-Za-z0-9_$-]{1,100}){0,20}");

    private LogLevels() {}

    /** @throws IllegalArgumentException when a logger cannot have such a name */
    static String get(String logger) {
        return LogManager.getLogger(named(logger)).getLevel().name();
    }

    /**
     * Of a logger and those below it, until the JVM ends.
     *
     * @throws IllegalArgumentException when there is no such level, or a logger cannot have such a name
     */
    static void set(String logger, String level) {
        Level wanted = LEVELS.get(level.toUpperCase(Locale.ROOT));
        if (wanted == null) {
            throw new IllegalArgumentException(
                    "level: expected TRACE, DEBUG, INFO, WARN, ERROR or OFF, got '" + level + "'");
        }
        Configurator.setAllLevels(named(logger), wanted);
    }

    private static String named(String logger) {
        if (!LOGGER.matcher(logger).matches()) {
            throw new IllegalArgumentException("logger: expected a name such as dev.sluice, got '" + logger + "'");
        }
        return logger;
    }
}
