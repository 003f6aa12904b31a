package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.PoolStore;
import io.potpool.sqlite.SqliteStore;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Moves what is not the ledger: heights, default terms, solutions, bans and lists. Leases do not move: they decide heights
 * up to the highest alone, of which the target takes no shares; the terms log as it was becomes history.
 */
final class MoveState {

    private final SqliteStore source;
    private final PoolStore target;
    private final String id;
    private final InstantSource clock;

    MoveState(SqliteStore source, PoolStore target, String id, InstantSource clock) {
        this.source = source;
        this.target = target;
        this.id = id;
        this.clock = clock;
    }

    /** The floor comes first: once anything else is there, the target takes no share that the source may have. */
    void run() {
        Writes.settle(target.heights().raiseFloor(source.heights().highestAnnounced()));
        Leftovers.retire(target);
        List<TermsRecord> log = source.terms().load(0);
        history(log);
        defaults(log);
        source.ledgerReader().read(false, new LedgerVisitor() {
            @Override
            public void solution(Solution solution, SolutionFate fate) {
                Writes.settle(target.solutions().record(solution));
                Writes.settle(target.solutions().settle(solution, fate));
            }
        });
        source.policy()
                .bans(clock.instant())
                .forEach(ban -> Writes.settle(target.policy().ban(ban)));
        for (AccessList list : AccessList.values()) {
            source.policy()
                    .entries(list)
                    .forEach(entry -> Writes.settle(target.policy().list(list, entry, true)));
        }
    }

    private void history(List<TermsRecord> log) {
        Writes writes = new Writes(target);
        for (TermsRecord record : log) {
            writes.record(new HistoryRecord(
                    id + ":terms:" + record.sequence(),
                    "terms",
                    Instant.EPOCH,
                    Optional.empty(),
                    new TreeMap<>(Map.of(
                            "fromHeight",
                            Long.toString(record.fromHeight()),
                            "change",
                            bounded(record.change().toString())))));
        }
        writes.finish();
    }

    private static String bounded(String text) {
        return text.length() <= 2_000 ? text : text.substring(0, 2_000);
    }

    private void defaults(List<TermsRecord> log) {
        Optional<TermsChange.Defaults> own = last(log);
        if (own.isEmpty() || own.equals(last(target.terms().load(0)))) {
            return;
        }
        JournalId by = JournalId.random();
        Writes.settle(target.instances().register(new Instance(by, Leftovers.NAME, Leftovers.NAME, clock.instant())));
        try {
            Writes.settle(
                    target.terms().append(by, own.get(), () -> source.heights().highestAnnounced()));
        } finally {
            Writes.settle(target.instances().retire(by));
        }
    }

    private static Optional<TermsChange.Defaults> last(List<TermsRecord> log) {
        List<TermsChange.Defaults> all = new ArrayList<>();
        for (TermsRecord record : log) {
            if (record.change() instanceof TermsChange.Defaults defaults) {
                all.add(defaults);
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
