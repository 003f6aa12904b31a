package io.potpool.launcher.command;

import io.potpool.launcher.check.Checks;
import io.potpool.launcher.check.Verdict;
import io.potpool.launcher.config.ConfigResult;
import io.potpool.launcher.config.PoolConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks what a pool needs before it starts. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Checks config, nodes, store, disk, clock, descriptor limit and ports; one line each, with the remedy.",
            "Exit code 1 if any line says FAIL."
        },
        footerHeading = "%nExample:%n",
        footer = "  potpool check config.json && potpool run config.json")
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigArgument config = new ConfigArgument();

    @Override
    public Integer call() throws InterruptedException {
        Logs.toStandardError();
        Logs.off();
        PrintWriter out = spec.commandLine().getOut();
        ConfigResult result = config.read();
        Optional<PoolConfig> good = config.orErrors(result, spec.commandLine().getErr());
        if (good.isEmpty()) {
            return 2;
        }
        List<Verdict> verdicts = Checks.run(good.get(), result);
        verdicts.forEach(out::println);
        out.flush();
        return verdicts.stream().anyMatch(verdict -> verdict.level() == Verdict.Level.FAIL) ? 1 : 0;
    }
}
