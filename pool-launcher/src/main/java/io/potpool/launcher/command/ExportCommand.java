package io.potpool.launcher.command;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.export.ExportFormat;
import io.potpool.launcher.pool.Ledgers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the ledger to standard output. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes the ledger: what each account got in each hour, postings, balances and blocks.",
            "Reads one consistent state and may run beside the pool. Hours and postings sum to the balances."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  potpool export config.json > ledger.jsonl",
            "  potpool export --format csv --shares config.json > ledger.csv"
        })
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigArgument config = new ConfigArgument();

    @Option(names = "--format", paramLabel = "FORM", description = "jsonl (one JSON object a line) or csv.")
    private String format = "jsonl";

    @Option(names = "--shares", description = "Also every share that is still kept one by one.")
    private boolean shares;

    @Override
    public Integer call() {
        Logs.toStandardError();
        Logs.onlyWarnings();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<ExportFormat> form = form();
        if (form.isEmpty()) {
            err.println("potpool: --format is jsonl or csv, not " + format);
            return 2;
        }
        Optional<PoolConfig> good = config.orErrors(config.read(), err);
        if (good.isEmpty()) {
            return 2;
        }
        try {
            Ledgers.read(good.get(), shares, form.get().to(out));
            out.flush();
            if (out.checkError()) {
                err.println("potpool: the output could not be written");
                return 1;
            }
            return 0;
        } catch (IOException | RuntimeException failure) {
            err.println("potpool: " + Failures.inWords(failure));
            return 1;
        }
    }

    private Optional<ExportFormat> form() {
        for (ExportFormat each : ExportFormat.values()) {
            if (each.name().equalsIgnoreCase(format)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
