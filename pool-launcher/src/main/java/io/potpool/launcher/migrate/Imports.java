package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.spi.PoolStore;
import io.potpool.sqlite.SqlitePreview;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Imports into the store of a config. */
public final class Imports {

    /**
     * What is asked for.
     *
     * @param prefix of the old pool's keys; for an embedded store it has no meaning
     * @param dryRun only says what would be imported
     * @param reconcile asks the first node for what became of open payments
     * @param payer whom the old pool paid from, where the config does not say
     */
    public record Wanted(
            ImportSource source,
            String prefix,
            boolean dryRun,
            boolean reconcile,
            Optional<Address> payer,
            ImportOptions options) {

        /** @throws IllegalArgumentException if no old pool has such a prefix */
        public Wanted {
            if (source instanceof ImportSource.OldRedis) {
                Ids.source(prefix);
            }
        }
    }

    private final PoolConfig config;
    private final Consumer<String> progress;
    private final InstantSource clock;

    /**
     * Nothing is opened yet.
     *
     * @param progress takes a line now and then while something takes long
     */
    public Imports(PoolConfig config, Consumer<String> progress) {
        this(config, progress, Clock.systemUTC());
    }

    /** @param clock tells how old the signs of life of an old pool are */
    Imports(PoolConfig config, Consumer<String> progress, InstantSource clock) {
        this.config = config;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Imports.
     *
     * @throws IOException if a store or a node cannot be reached
     * @throws RuntimeException if a store refuses; the message is for the operator
     */
    public ImportReport run(Wanted wanted) throws IOException {
        StoreOpening opening = new StoreOpening(config, new Metrics());
        boolean embedded = config.redis().isEmpty() && config.plugins().store().isEmpty();
        if (wanted.dryRun() && !opening.isThere()) {
            return run(wanted, TargetView.none(), Optional.empty(), opening.inWords());
        }
        if (wanted.dryRun() && embedded) {
            TargetView view = TargetView.of(SqlitePreview.open(opening.sqliteSettings(), ""));
            return run(wanted, view, Optional.empty(), opening.inWords());
        }
        try (PoolStore target = opening.openForImport()) {
            return run(wanted, TargetView.of(target), Optional.of(target), opening.inWords());
        }
    }

    /**
     * Follows an old pool of the family until its cut-over; blocks until then.
     *
     * @return what the cut-over came to; empty if it was ended before
     * @throws IOException if a store or a node cannot be reached
     * @throws RuntimeException if a store refuses; the message is for the operator
     */
    public Optional<ImportReport> follow(Wanted wanted, FollowOptions follow, FollowControl control)
            throws IOException {
        if (!(wanted.source() instanceof ImportSource.OldRedis source)) {
            throw new IllegalArgumentException("only the Redis of an open-ethereum-pool can be followed");
        }
        Consumer<String> stoppable = line -> {
            StoppedException.check(control);
            progress.accept(line);
        };
        try (PoolStore target = new StoreOpening(config, new Metrics()).openForImport();
                OldPools pools = OldPools.open(source, wanted, clock);
                ChainOpening chain = new ChainOpening(config, stoppable)) {
            return new FamilyFollow(
                            pools.imported(),
                            target,
                            () -> chain.evidence(wanted),
                            wanted.options(),
                            follow,
                            control,
                            progress)
                    .run();
        }
    }

    private ImportReport run(Wanted wanted, TargetView view, Optional<PoolStore> target, String place)
            throws IOException {
        if (wanted.source() instanceof ImportSource.OldRedis source) {
            try (OldPools pools = OldPools.open(source, wanted, clock);
                    ChainOpening chain = new ChainOpening(config, progress)) {
                return new FamilyImport(
                                pools.imported(), view, target, chain.evidence(wanted), wanted.options(), () -> {})
                        .run(wanted.dryRun());
            }
        }
        return new EmbeddedImport(config, (ImportSource.Embedded) wanted.source(), view, target, place)
                .run(wanted.dryRun());
    }
}
