package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.ServerMXBean;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(name = "log", description = "Changes what the server logs, until it is started again.")
final class LogCommand implements Callable<Integer> {
    private static final String ALL = "dev.sluice";

    private final Operator operator;

    @Mixin
    private AnswerOptions options;

    @Parameters(
            index = "0",
            paramLabel = "LEVEL",
            converter = LevelName.class,
            description = "TRACE, DEBUG, INFO, WARN, ERROR or OFF.")
    private Level level;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LOGGER",
            description = "Such as dev.sluice.session; without it, everything that the server logs.")
    private String logger = ALL;

    /** As the server's logging knows them. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        OFF
    }

    LogCommand(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() throws FailedException, InterruptedException {
        return operator.perform(options, server -> {
            ServerMXBean bean = server.bean("Server", ServerMXBean.class);
            server.order(() -> bean.changeLogLevel(logger, level.name()));
            return Done.saying(logger + " logs " + level + " from now on")
                    .with("logger", logger)
                    .with("level", level);
        });
    }

    private static final class LevelName implements ITypeConverter<Level> {
        @Override
        public Level convert(String text) {
            try {
                return Level.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException none) {
                throw new TypeConversionException(
                        "expected TRACE, DEBUG, INFO, WARN, ERROR or OFF, got '" + text + "'");
            }
        }
    }
}
