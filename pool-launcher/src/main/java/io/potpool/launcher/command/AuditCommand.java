package io.potpool.launcher.command;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.spi.AuditReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves the balances from the raw rows. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Recomputes every kept share and sums every ledger row, and compares both with the balances.",
            "Reads only, and may run beside the pool. Exit code 1 if something does not add up."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  potpool audit config.json", "  potpool audit --json config.json | jq .totals"})
final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigArgument config = new ConfigArgument();

    @Option(names = "--json", description = "Print one JSON object; amounts are decimal texts of wei.")
    private boolean json;

    @Override
    public Integer call() {
        Logs.toStandardError();
        Logs.onlyWarnings();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<PoolConfig> good = config.orErrors(config.read(), err);
        if (good.isEmpty()) {
            return 2;
        }
        try {
            AuditReport report = Audits.run(good.get());
            if (json) {
                out.println(AuditJson.of(report));
            } else {
                print(report, out);
            }
            return report.ok() ? 0 : 1;
        } catch (IOException | RuntimeException failure) {
            err.println("potpool: " + Failures.inWords(failure));
            return 1;
        }
    }

    private static void print(AuditReport report, PrintWriter out) {
        report.accounts()
                .forEach((login, sums) -> out.printf(
                        "%s  credited %s wei  balance %s wei  shares %d%n",
                        login, sums.credited(), sums.balance(), sums.shares()));
        out.printf(
                "total of %d logins: credited %s wei, balance %s wei, shares %d%n",
                report.accounts().size(),
                report.totals().credited(),
                report.totals().balance(),
                report.totals().shares());
        report.faults().forEach(fault -> out.println("FAULT " + fault));
        out.println(report.ok() ? "everything adds up" : report.faults().size() + " fault(s)");
    }
}
