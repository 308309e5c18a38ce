package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.PluginHostMXBean;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "unblock", description = "Lets an address ask again that was denied too often.")
final class UnblockCommand implements Callable<Integer> {
    private final Operator operator;

    @Mixin
    private AnswerOptions options;

    @Parameters(paramLabel = "ADDRESS", description = "An IPv4 or IPv6 address, as \"blocked\" shows it.")
    private String address;

    UnblockCommand(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() throws FailedException, InterruptedException {
        return operator.perform(options, server -> {
            PluginHostMXBean host = server.bean("PluginHost", PluginHostMXBean.class);
            boolean lifted = server.ask(() -> host.liftBlock(address));
            return Done.saying(address + (lifted ? " may ask again" : " was not blocked"))
                    .with("address", address)
                    .with("lifted", lifted);
        });
    }
}
