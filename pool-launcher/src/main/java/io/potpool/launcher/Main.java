package io.potpool.launcher;

import io.potpool.launcher.command.PotpoolCommand;
import picocli.CommandLine;

/** Starts the potpool program. */
public final class Main {

    private static final int HELP_WIDTH = 110;

    private Main() {}

    /** Runs one command; the process ends with 0 (done), 1 (failed) or 2 (wrong usage or config). */
    public static void main(String[] arguments) {
        CommandLine program = new CommandLine(new PotpoolCommand());
        program.setUsageHelpWidth(HELP_WIDTH);
        program.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("potpool: " + failure);
            failure.printStackTrace(command.getErr());
            return 1;
        });
        System.exit(program.execute(arguments));
    }
}
