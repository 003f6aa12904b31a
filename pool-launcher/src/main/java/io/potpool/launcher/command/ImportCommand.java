package io.potpool.launcher.command;

import io.potpool.domain.Address;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.migrate.FollowOptions;
import io.potpool.launcher.migrate.ImportOptions;
import io.potpool.launcher.migrate.ImportReport;
import io.potpool.launcher.migrate.ImportSource;
import io.potpool.launcher.migrate.Imports;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Imports another store into the config's. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Imports into the config's store: from the Redis of an open-ethereum-pool, or from this pool's embedded store.",
            "Stop both pools first, or follow the old one until you do. It may be broken off and repeated: what is there already stays as it is.",
            "Exit code 1 if it refuses; the report says why."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  potpool import --from redis://127.0.0.1:6379/0 --prefix eth --dry-run config.json",
            "  potpool import --from redis://127.0.0.1:6379/0 --prefix eth --reconcile config.json",
            "  potpool import --from redis://127.0.0.1:6379/0 --prefix eth --follow config.json",
            "  potpool import --from sqlite:/var/lib/potpool/data config.json",
            "",
            "A password may stand in POTPOOL_IMPORT_PASSWORD instead of the address."
        })
final class ImportCommand implements Callable<Integer> {

    private static final String PASSWORD = "POTPOOL_IMPORT_PASSWORD";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigArgument config = new ConfigArgument();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "PLACE",
            description = "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], rediss:// for TLS, unix:/PATH[?DATABASE],"
                    + " or sqlite:DIRECTORY.")
    private String from = "";

    @Option(names = "--prefix", paramLabel = "COIN", description = "The old pool's \"coin\"; eth if not given.")
    private String prefix = "eth";

    @Option(names = "--dry-run", description = "Only say what would be imported.")
    private boolean dryRun;

    @Option(
            names = "--reconcile",
            description = "Look on the chain, through the config's first node, for what became of open payments.")
    private boolean reconcile;

    @Option(
            names = "--payer",
            paramLabel = "ADDRESS",
            description = "Whom the old pool paid from; payouts.address of the config if not given.")
    private @Nullable String payer;

    @Option(
            names = "--same-wallet",
            paramLabel = "PLACE#COIN",
            description = "Another old pool that pays from the same wallet and is not in the same database, as --from"
                    + " with its \"coin\" behind a #. May be given several times.")
    private List<String> sameWallet = List.of();

    @Option(
            names = "--no-look-up",
            description = "Do not look up past payments and found blocks through the config's first node.")
    private boolean noLookUp;

    @Option(
            names = "--accept-contradicted",
            description =
                    "Import although the chain contradicts recorded payments, or the old store lacks some that were"
                            + " copied before; the history keeps which.")
    private boolean acceptContradicted;

    @Option(
            names = "--accept-clients",
            description =
                    "Import although others have been connected to the old database for five minutes or longer: you know"
                            + " that none of them writes.")
    private boolean acceptClients;

    @Option(
            names = "--follow",
            description =
                    "Copy the past while the old pool still runs, show what is owed, and import when you type now and"
                            + " Enter, or as --cut-over-after says. Nothing of the ledger is written before.")
    private boolean follow;

    @Option(
            names = "--cut-over-after",
            paramLabel = "TIME",
            converter = DemoCommand.Time.class,
            description =
                    "With --follow: import by itself once the old pool has been stopped for so long, such as 5m; at"
                            + " least 1m. Only where it cannot come back by itself.")
    private @Nullable Duration cutOverAfter;

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
        Optional<String> otherwise = wrongFollow();
        if (otherwise.isPresent()) {
            err.println("potpool: " + otherwise.get());
            return 2;
        }
        Imports.Wanted wanted;
        try {
            wanted = new Imports.Wanted(
                    ImportSource.parse(from, Optional.ofNullable(System.getenv(PASSWORD))),
                    prefix,
                    dryRun,
                    reconcile,
                    Optional.ofNullable(payer).map(Address::parse),
                    options());
        } catch (RuntimeException wrong) {
            err.println("potpool: --from, --prefix, --payer or --same-wallet: " + Failures.inWords(wrong));
            return 2;
        }
        if (follow) {
            return new Following(spec, good.get(), wanted).run(Optional.ofNullable(cutOverAfter));
        }
        try {
            ImportReport report = new Imports(good.get(), err::println).run(wanted);
            report.lines().forEach(out::println);
            out.flush();
            return report.ok() ? 0 : 1;
        } catch (IOException | RuntimeException failure) {
            err.println("potpool: " + Failures.inWords(failure));
            return 1;
        }
    }

    private Optional<String> wrongFollow() {
        if (!follow) {
            return cutOverAfter == null ? Optional.empty() : Optional.of("--cut-over-after goes with --follow");
        }
        if (dryRun || from.startsWith("sqlite:")) {
            return Optional.of("--follow is for the Redis of an open-ethereum-pool, and not a dry run");
        }
        return cutOverAfter != null && cutOverAfter.compareTo(FollowOptions.LEAST) < 0
                ? Optional.of("--cut-over-after is at least " + FollowOptions.LEAST.toSeconds() + "s")
                : Optional.empty();
    }

    private ImportOptions options() {
        return new ImportOptions(
                !noLookUp,
                acceptContradicted,
                acceptClients ? ImportOptions.ANY_CLIENT : ImportOptions.NEW_CLIENT,
                ImportOptions.USUAL.watch(),
                sameWallet.stream().map(ImportCommand::named).toList());
    }

    private static ImportOptions.NamedPool named(String text) {
        int hash = text.lastIndexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("--same-wallet is as --from with the pool's \"coin\" behind a #");
        }
        ImportSource source = ImportSource.parse(text.substring(0, hash), Optional.ofNullable(System.getenv(PASSWORD)));
        if (!(source instanceof ImportSource.OldRedis redis)) {
            throw new IllegalArgumentException("--same-wallet is a Redis");
        }
        return new ImportOptions.NamedPool(redis, text.substring(hash + 1));
    }
}
