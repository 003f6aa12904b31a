package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static io.potpool.testkit.contract.SampleShares.batch;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.AuditReport;
import io.potpool.spi.ConflictingHistoryException;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link PoolStore} must do with what is imported into it and exported from it: the history, the floor of heights,
 * and the reading of its ledger.
 *
 * <p>An author extends it and supplies {@link #open}: opened again with the same directory after a close, the store must
 * hold what it held.
 */
public abstract class PoolImportContract {

    private static final long PATIENCE_SECONDS = 20;
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    @Test
    public void recordsAreKeptWholeAndInTheirOrder() {
        HistoryRecord odd = record("b", Optional.of(ALICE), Map.of("row", "a=b\\c\nd\re\u0000\u20ac", "empty", ""));
        HistoryRecord plain = record("a", Optional.empty(), Map.of());
        try (PoolStore store = open(dir)) {
            assertThat(add(store, List.of(odd, plain))).isEqualTo(2);
            assertThat(all(store)).containsExactly(odd, plain);
        }
        try (PoolStore again = open(dir)) {
            assertThat(all(again)).containsExactly(odd, plain);
        }
    }

    @Test
    public void repeatedRecordChangesNothing() {
        HistoryRecord first = record("a", Optional.of(ALICE), Map.of("x", "1"));
        HistoryRecord second = record("b", Optional.of(ALICE), Map.of("x", "1"));
        try (PoolStore store = open(dir)) {
            assertThat(add(store, List.of(first))).isEqualTo(1);
            assertThat(add(store, List.of(first, second))).isEqualTo(1);
            assertThat(add(store, List.of(first, second))).isZero();
            assertThat(add(store, List.of())).isZero();
            assertThat(all(store)).containsExactly(first, second);
        }
    }

    @Test
    public void otherContentUnderAnIdIsRefusedWithAllThatCameWithIt() {
        HistoryRecord first = record("a", Optional.of(ALICE), Map.of("x", "1"));
        HistoryRecord other = record("a", Optional.of(ALICE), Map.of("x", "2"));
        HistoryRecord fresh = record("b", Optional.of(ALICE), Map.of());
        try (PoolStore store = open(dir)) {
            add(store, List.of(first));
            CompletableFuture<Integer> refused =
                    store.history().add(List.of(fresh, other)).toCompletableFuture();
            assertThatThrownBy(() -> refused.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConflictingHistoryException.class);
            assertThat(all(store)).containsExactly(first);
            assertThat(add(store, List.of(fresh))).isEqualTo(1);
        }
    }

    @Test
    public void manyRecordsAreAddedAtOnce() {
        List<HistoryRecord> records = new ArrayList<>();
        for (int i = 0; i < HistoryStore.MOST_AT_ONCE; i++) {
            records.add(record("id" + i, Optional.empty(), Map.of("x", "y".repeat(2_000))));
        }
        try (PoolStore store = open(dir)) {
            assertThat(add(store, records)).isEqualTo(records.size());
            assertThat(all(store)).isEqualTo(records);
        }
    }

    @Test
    public void floorRaisesTheHeightsAndNeverFalls() {
        try (PoolStore store = open(dir)) {
            assertThat(store.heights().floor()).isEqualTo(-1);
            done(store.heights().raiseFloor(100));
            done(store.heights().raiseFloor(90));
        }
        try (PoolStore again = open(dir)) {
            assertThat(again.heights().floor()).isEqualTo(100);
            assertThat(again.heights().highestAnnounced()).isEqualTo(100);
            assertThat(again.heights().reference()).isEqualTo(100);
        }
    }

    @Test
    public void hoursAndPostingsSumToTheBalances() {
        JournalId journal = JournalId.random();
        Posting opening = new Posting(
                "import:x:" + ALICE,
                "opening",
                AT,
                "a \"note\", with\nlines",
                Entry.transfer(new Account("pool:opening"), Account.of(ALICE), Wei.parse("123456789012345678901234")));
        try (PoolStore store = open(dir)) {
            done(store.shares().commit(batch(journal, 1, ALICE, 100, 0, 5)));
            done(store.shares().commit(batch(journal, 2, BOB, 100, 3, 4)));
            done(store.ledger().post(opening));
            Lines lines = new Lines();
            store.ledgerReader().read(false, lines);
            assertThat(lines.shares).isEmpty();
            assertThat(lines.postings).containsExactly(opening);
            assertThat(lines.sums).isEqualTo(lines.balances);
            assertThat(lines.balances).containsKeys(ALICE.text(), BOB.text(), "pool:shares", "pool:opening");
            AuditReport audit = store.audit().run(SampleShares.schemes());
            assertThat(lines.balances.get(ALICE.text()))
                    .isEqualTo(requireNonNull(audit.accounts().get(ALICE))
                            .balance()
                            .value());
            assertThat(lines.counts.get(BOB.text()))
                    .isEqualTo(requireNonNull(audit.accounts().get(BOB)).shares())
                    .isEqualTo(2);
        }
    }

    @Test
    public void singleSharesAreHandedOverWhereAskedFor() {
        JournalId journal = JournalId.random();
        CreditBatch first = batch(journal, 1, ALICE, 100, 0, 3);
        try (PoolStore store = open(dir)) {
            done(store.shares().commit(first));
            done(store.shares().commit(batch(journal, 2, BOB, 100, 2, 2)));
            Lines lines = new Lines();
            store.ledgerReader().read(true, lines);
            assertThat(lines.shares).hasSize(5);
            assertThat(lines.shares)
                    .filteredOn(share -> share.late())
                    .singleElement()
                    .satisfies(late -> {
                        assertThat(late.login()).isEqualTo(BOB);
                        assertThat(late.reward()).isEqualTo(Wei.ZERO);
                    });
            assertThat(lines.shares)
                    .filteredOn(share -> share.login().equals(ALICE))
                    .extracting(share -> share.facts())
                    .containsExactlyInAnyOrderElementsOf(first.shares().stream()
                            .map(credit -> credit.facts())
                            .toList());
            assertThat(lines.shares)
                    .allSatisfy(share -> assertThat(share.worker())
                            .isEqualTo(first.shares().get(0).worker()));
        }
    }

    private static final class Lines implements LedgerVisitor {
        private final List<ShareLine> shares = new ArrayList<>();
        private final List<Posting> postings = new ArrayList<>();
        private final Map<String, BigInteger> sums = new TreeMap<>();
        private final Map<String, BigInteger> balances = new TreeMap<>();
        private final Map<String, Long> counts = new TreeMap<>();

        @Override
        public void hour(HourLine line) {
            add(line.account(), line.amount());
            counts.merge(line.account().name(), line.shares(), Long::sum);
        }

        @Override
        public void share(ShareLine line) {
            shares.add(line);
        }

        @Override
        public void posting(Posting posting) {
            postings.add(posting);
            posting.entries().forEach(entry -> add(entry.account(), entry.amount()));
        }

        private void add(Account account, Wei amount) {
            sums.merge(account.name(), amount.value(), BigInteger::add);
        }

        @Override
        public void balance(BalanceLine line) {
            balances.put(line.account().name(), line.balance().value());
        }
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static HistoryRecord record(String id, Optional<Address> login, Map<String, String> fields) {
        return new HistoryRecord(id, "payment", AT, login, new TreeMap<>(fields));
    }

    private static int add(PoolStore store, List<HistoryRecord> records) {
        return done(store.history().add(records));
    }

    private static List<HistoryRecord> all(PoolStore store) {
        List<HistoryRecord> records = new ArrayList<>();
        store.history().each(records::add);
        return records;
    }
}
