package dev.sluice;

import dev.sluice.cli.SluiceCommand;

/** The JVM's entry; {@code bin/sluice} starts it. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(SluiceCommand.execute(args, SluiceServer::run, System.out, System.err));
    }
}
