package io.potpool.launcher.migrate;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Plugins;
import io.potpool.metrics.Metrics;
import io.potpool.spi.AuditReport;
import io.potpool.spi.PoolStore;
import io.potpool.spi.RewardSchemes;
import io.potpool.sqlite.SqlitePreview;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Moves an embedded store into the store of a config: the ledger by hours and postings, heights, terms, solutions, bans,
 * lists and history. Before anything is written the source is marked, so that no pool
 * goes on with it; the move may be killed and repeated.
 */
final class EmbeddedImport {

    private final PoolConfig config;
    private final Path directory;
    private final TargetView view;
    private final Optional<PoolStore> target;
    private final String place;
    private final RewardSchemes schemes;
    private final FaultList faults = new FaultList();

    /**
     * Nothing is opened yet.
     *
     * @param target where to write; without one there are only dry runs
     * @param place where the target is, in words for the operator
     */
    EmbeddedImport(
            PoolConfig config,
            ImportSource.Embedded source,
            TargetView view,
            Optional<PoolStore> target,
            String place) {
        this.config = config;
        this.directory = source.directory();
        this.view = view;
        this.target = target;
        this.place = place;
        this.schemes = new Plugins(config, new Metrics()).rewardSchemes();
    }

    /**
     * Moves, or only says what would be moved.
     *
     * @throws IOException if the directory cannot be read
     * @throws RuntimeException if a store refuses; the message is for the operator
     */
    ImportReport run(boolean dryRun) throws IOException {
        Optional<String> wrong = wrongDirectory();
        if (wrong.isPresent()) {
            return new ImportReport(List.of(), List.of(wrong.get()), "nothing was moved");
        }
        if (dryRun || target.isEmpty()) {
            SqlitePreview source = SqlitePreview.open(settings(), place);
            return look(
                    MoveSource.of(source),
                    source.audit().run(schemes),
                    fresh -> "dry run: nothing was written; " + fresh + " postings would be new");
        }
        try (SqliteStore source = SqliteStore.openToMove(settings(), place)) {
            AuditReport owed = source.audit().run(schemes);
            return look(MoveSource.of(source), owed, fresh -> write(source, owed, target.get()));
        }
    }

    private Optional<String> wrongDirectory() throws IOException {
        if (!Files.exists(directory.resolve("potpool.db"))) {
            return Optional.of(directory + " has no potpool.db");
        }
        boolean own = config.redis().isEmpty() && config.plugins().store().isEmpty();
        return own && Files.exists(config.dataDirectory()) && Files.isSameFile(directory, config.dataDirectory())
                ? Optional.of("it is the config's own store: name another in the config, such as a \"redis\"")
                : Optional.empty();
    }

    private SqliteSettings settings() {
        return SqliteSettings.of(
                        directory, config.chain().name(), config.chain().chainId())
                .withKeep(config.shareKeep());
    }

    /** @param then what is done where nothing is in the way, with how many postings would be new, and says what came of it */
    private ImportReport look(MoveSource source, AuditReport owed, Function<String, String> then) throws IOException {
        SpoolCheck spools = new SpoolCheck(config, directory);
        spools.undrained().ifPresent(faults::add);
        owed.faults().forEach(fault -> faults.add("the source's audit: " + fault));
        Leftovers.running(view.instances(), faults);
        MovePass pass = new MovePass(source);
        Preview preview = new Preview(view, source.id(), faults);
        pass.run(preview);
        preview.finish();
        List<String> body = new ArrayList<>();
        body.add("import of the embedded store in " + directory);
        body.addAll(pass.lines(owed));
        body.add("spools looked at             " + spools.looked());
        return faults.isEmpty()
                ? new ImportReport(body, List.of(), then.apply(preview.fresh() + " of " + pass.postings()))
                : new ImportReport(body, faults.lines(), "nothing was moved");
    }

    private String write(SqliteStore source, AuditReport owed, PoolStore to) {
        MoveSource moved = MoveSource.of(source);
        Writes.settle(source.markMoved(place));
        new MoveState(source, to, moved.id(), Clock.systemUTC()).run();
        Writes writes = new Writes(to);
        MovePass pass = new MovePass(moved);
        pass.run(writes);
        writes.finish();
        Leftovers.requireNoneCame(to);
        AuditReport audit = to.audit().run(schemes);
        if (!audit.ok()) {
            throw new IllegalStateException(
                    "the target's audit: " + audit.faults().get(0));
        }
        new MovedSums(source.ledger(), to.ledger(), moved.id()).difference(owed).ifPresent(difference -> {
            throw new IllegalStateException("the move is not equal to the wei: " + difference);
        });
        return "moved to " + place + ": " + writes.fresh() + " of " + pass.postings()
                + " postings were new; both audits agree to the wei, and no pool opens the source any more";
    }
}
