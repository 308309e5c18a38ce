package dev.sluice;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a logger is told, from now until this is closed. Then it logs no more than before. */
public final class LogLines extends AbstractAppender implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final List<LogEvent> events = new CopyOnWriteArrayList<>();

    private LogLines(Logger logger, Level level) {
        super("lines", null, null, true, Property.EMPTY_ARRAY);
        this.logger = logger;
        this.before = logger.getLevel();
        start();
        logger.addAppender(this);
        logger.setLevel(level);
    }

    public static LogLines of(Class<?> type) {
        return of(type.getName(), Level.INFO);
    }

    public static LogLines of(String logger, Level level) {
        return new LogLines((Logger) LogManager.getLogger(logger), level);
    }

    @Override
    public void append(LogEvent event) {
        events.add(event.toImmutable());
    }

    public List<String> texts() {
        return events.stream()
                .map(event -> event.getMessage().getFormattedMessage())
                .toList();
    }

    /** Each with its level in front. */
    public List<String> textsWithLevels() {
        return events.stream()
                .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setLevel(before);
        stop();
    }
}
