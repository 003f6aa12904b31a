package io.potpool.launcher.command;

import io.potpool.domain.Address;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.launcher.pool.Audits;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.ledger.Account;
import io.potpool.metrics.Metrics;
import io.potpool.redis.RedisRepair;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets a damaged balance of the shared store to what its rows say. */
@Command(
        name = "repair-account",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Sets the balance of one account of the shared store to what its rows say: kept shares, folded sums and postings.",
            "First proves all rows as \"audit\" does; where they do not add up, nothing is changed. May run beside the pools."
                    + " Exit code 1 if the account is not, or would not be, as its rows say."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  potpool repair-account 0x... --dry-run config.json   what it has, and what it must have",
            "  potpool repair-account 0x... config.json             set it right",
            "  potpool repair-account pool:shares config.json       the same for an account of the pool"
        })
final class RepairAccountCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "LOGIN", description = "The login, or the name of an account of the pool.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", defaultValue = "config.json", description = "The config file.")
    private Path file = Path.of("config.json");

    @Option(names = "--dry-run", description = "Change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Logs.toStandardError();
        Logs.onlyWarnings();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ConfigArgument config = new ConfigArgument(file);
        Optional<PoolConfig> good = config.orErrors(config.read(), err);
        if (good.isEmpty()) {
            return 2;
        }
        Optional<RedisConfig> redis = good.get().redis();
        if (redis.isEmpty() || good.get().plugins().store().isPresent()) {
            err.println(
                    "potpool: the config's store is not Redis: repair-account is for that alone. An embedded store whose"
                            + " audit fails is to be replaced by its backup");
            return 2;
        }
        try {
            RedisRepair.Result result = RedisRepair.of(
                            new StoreOpening(good.get(), new Metrics()).redisSettings(redis.get()))
                    .run(account(), Audits.schemes(good.get()), !dryRun);
            return print(result, out);
        } catch (RuntimeException failure) {
            err.println("potpool: " + Failures.inWords(failure));
            return 1;
        }
    }

    private Account account() {
        return name.contains(":") ? new Account(name) : Account.of(new Address(name));
    }

    private int print(RedisRepair.Result result, PrintWriter out) {
        if (result.outcome() == RedisRepair.Outcome.UNPROVEN) {
            result.faults().forEach(fault -> out.println("FAULT " + fault));
            out.println("nothing was changed: the rows do not add up, so they do not say what " + name + " must have");
            return 1;
        }
        out.println("kept: " + result.was());
        out.println("by its rows: balance " + result.balance() + " wei, shares " + result.shares());
        out.println(
                switch (result.outcome()) {
                    case SOUND -> "nothing to repair";
                    case REPAIRED -> "repaired: it has what its rows say";
                    default -> "it differs; without --dry-run it is set to what its rows say";
                });
        return result.outcome() == RedisRepair.Outcome.DIFFERS ? 1 : 0;
    }
}
