package io.potpool.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's own options and its list of commands. */
@Command(
        name = "potpool",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            AuditCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ForgetCommand.class,
            AdmitCommand.class,
            RepairAccountCommand.class,
            VersionCommand.class
        },
        description = "A mining pool for Ethash and Etchash chains that pays by Pay on Target.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  potpool demo                  a whole pool with a simulated chain and miners, on this machine alone",
            "  potpool check config.json     is everything ready?",
            "  potpool run config.json       serve miners",
            "  potpool audit config.json     prove the balances, also while the pool runs",
            "  potpool import --from redis://127.0.0.1:6379/0 --prefix eth config.json    take over from another pool",
            "  potpool export config.json    the ledger as JSON Lines or CSV",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or config."
        })
public final class PotpoolCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
