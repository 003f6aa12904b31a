package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static io.potpool.redis.Stores.send;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.AT;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.audit.ShareRow;
import io.potpool.audit.Tally;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.Posting;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import io.potpool.work.Solution;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of three batches (the third a late duplicate of a share of the first) and a posting, altered by a stranger. */
class TamperTest {

    private final JournalId journal = JournalId.random();
    private final RedisSettings settings =
            Stores.settings(Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix());
    private final RedisStore store = RedisStore.open(settings);
    private final long hour = AT.toEpochMilli() / 3_600_000;

    @BeforeEach
    void fill() throws Exception {
        await(send(store, journal, 1, ALICE, 100, 4));
        await(send(store, journal, 2, BOB, 101, 4));
        await(store.shares().commit(SampleShares.batch(journal, 3, BOB, 100, 1000, 1)));
        List<Entry> entries =
                Entry.transfer(new Account("pool:opening"), Account.of(ALICE), Wei.parse("123456789012345678901"));
        await(store.ledger().post(new Posting("opening-1", "opening", AT, "", entries)));
        assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(8);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> faults() {
        return store.audit().run(SampleShares.schemes()).faults();
    }

    private void alter(String command, Object... arguments) {
        assertThat(store.caller().ask(Call.of(command, arguments))).isNotInstanceOf(ErrorReply.class);
    }

    private byte[] batch(int id) {
        return Replies.bytes(store.caller().read(Call.of("HGET", store.keys().batches(hour), id)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 40, 60, 100, 150, 200, -1, -20})
    void everyByteOfABatchIsProven(int place) {
        byte[] bytes = batch(1);
        bytes[place < 0 ? bytes.length + place : place] ^= 1;
        alter("HSET", store.keys().batches(hour), 1, bytes);
        assertThat(faults()).isNotEmpty();
    }

    /** Writes a batch whose seal is right, as one could who knows how. */
    private void rewrite(UnaryOperator<StoredBatch> change) {
        alter(
                "HSET",
                store.keys().batches(hour),
                1,
                change.apply(StoredBatch.read(batch(1))).toBytes());
    }

    private static StoredBatch withRow(StoredBatch batch, UnaryOperator<ShareRow> change) {
        List<ShareRow> rows = new ArrayList<>(batch.rows());
        rows.set(1, change.apply(rows.get(1)));
        return new StoredBatch(batch.journal(), batch.sequence(), rows, batch.booked());
    }

    @Test
    void aShareWorthMoreIsFoundThoughItsSealIsRight() {
        rewrite(batch -> withRow(
                batch,
                row -> new ShareRow(
                        row.facts(),
                        row.terms(),
                        row.login(),
                        row.worker(),
                        row.atMillis(),
                        row.wei().add(BigInteger.ONE),
                        false)));
        assertThat(faults()).anyMatch(fault -> fault.contains("recomputed"));
    }

    @Test
    void aShareOfAnotherLoginIsFound() {
        rewrite(batch -> withRow(
                batch,
                row -> new ShareRow(
                        row.facts(), row.terms(), BOB.text(), row.worker(), row.atMillis(), row.wei(), false)));
        assertThat(faults())
                .anyMatch(fault -> fault.contains("that no share makes") || fault.contains("its shares make"));
    }

    @Test
    void moneyMovedBetweenTwoLoginsWithAllSumsRightIsFound() {
        rewrite(batch -> {
            Tally moved = new Tally();
            batch.booked().lines().forEach((name, line) -> {
                String to = name.equals(ALICE.text()) ? BOB.text() : name;
                moved.add(to, line.amount, line.shares);
            });
            return new StoredBatch(batch.journal(), batch.sequence(), batch.rows(), moved);
        });
        assertThat(faults()).anyMatch(fault -> fault.contains("that no share makes"));
    }

    @Test
    void aBatchThatStandsForAnotherOfTheSameMoneyIsFound() throws Exception {
        await(send(store, journal, 4, ALICE, 100, 4));
        assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(12);
        rewrite(batch -> StoredBatch.read(batch(4)));
        assertThat(faults()).anyMatch(fault -> fault.contains("its batch 4 is there twice"));
    }

    @Test
    void aGapThatIsNoNumberIsAFaultLikeAnyOther() {
        alter("HSET", store.keys().gaps(), journal + ":3", "");
        assertThat(faults()).singleElement().asString().contains("damaged");
    }

    @Test
    void whatIsReadOfLogsIsRefusedInWordsIfItIsDamaged() throws Exception {
        Solution solution = new Solution(
                SampleShares.header(100),
                new Nonce(7),
                SampleShares.header(101),
                100,
                Difficulty.of(1000),
                "node-1",
                ALICE,
                "rig-1",
                AT);
        await(store.solutions().record(solution));
        assertThat(store.solutions().open(0)).containsExactly(solution);
        String fates = store.keys().solutionFates();
        alter(
                "HSET",
                fates,
                Replies.bytes(Replies.list(store.caller().read(Call.of("HKEYS", fates)))
                        .get(0)),
                "EATEN");
        assertThatThrownBy(() -> store.solutions().open(0))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("EATEN");
        alter("HSET", store.keys().terms(), "first", "1 a b");
        assertThatThrownBy(() -> store.terms().load(0))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("without a number: first");
    }

    @Test
    void everyOtherChangeOfMoneyIsProven() {
        Keys keys = store.keys();
        Map<String, Call> changes = Map.ofEntries(
                Map.entry("gwei", Call.of("HINCRBY", keys.account(ALICE.text()), "g", 1)),
                Map.entry("wei", Call.of("HSET", keys.account(ALICE.text()), "w", 1)),
                Map.entry("shares", Call.of("HINCRBY", keys.account(ALICE.text()), "n", 1)),
                Map.entry("nonsense", Call.of("HSET", keys.account(ALICE.text()), "g", "x")),
                Map.entry("contra", Call.of("HINCRBY", keys.account("pool:shares"), "g", 1)),
                Map.entry("no account", Call.of("SREM", keys.accounts(), ALICE.text())),
                Map.entry("no balance", Call.of("DEL", keys.account(BOB.text()))),
                Map.entry("no batch", Call.of("HDEL", keys.batches(hour), 3)),
                Map.entry("no hour", Call.of("DEL", keys.hours())),
                Map.entry("mark", Call.of("HINCRBY", keys.marks(), journal, 1)),
                Map.entry("folded", Call.of("HINCRBY", keys.folded(), journal, 1)),
                Map.entry("sum", Call.of("HSET", keys.sums(ALICE.text()), "h1", "1 0")),
                Map.entry("gap", Call.of("HSET", keys.gaps(), journal + ":3", "9 0")),
                Map.entry("no posting", Call.of("HDEL", keys.postings(), 1)),
                Map.entry("posting", Call.of("HSET", keys.postings(), 1, "nonsense")));
        changes.forEach((name, change) -> {
            Map<String, byte[]> dump = dump();
            assertThat(store.caller().ask(change)).as(name).isNotInstanceOf(ErrorReply.class);
            assertThat(faults()).as(name).isNotEmpty();
            restore(dump);
            assertThat(faults()).as(name + " undone").isEmpty();
        });
    }

    /** Returns all keys of the store as they are. */
    private Map<String, byte[]> dump() {
        Map<String, byte[]> all = new HashMap<>();
        Replies.list(store.caller().read(Call.of("KEYS", store.keys().routing() + "*")))
                .forEach(key -> all.put(
                        Replies.text(key), Replies.bytes(store.caller().read(Call.of("DUMP", Replies.text(key))))));
        return all;
    }

    private void restore(Map<String, byte[]> dump) {
        dump.forEach((key, bytes) -> alter("RESTORE", key, 0, bytes, "REPLACE"));
        Replies.list(store.caller().read(Call.of("KEYS", store.keys().routing() + "*"))).stream()
                .map(Replies::text)
                .filter(key -> !dump.containsKey(key))
                .forEach(key -> alter("DEL", key));
    }

    @Test
    void unknownSchemeIsNamed() {
        assertThat(store.audit().run(id -> Optional.empty()).faults())
                .containsExactly("reward scheme \"pot\" is not known here: its shares are not recomputed");
    }

    @Test
    void damagedBatchIsPutAsideAndStillShown() throws Exception {
        byte[] bytes = batch(1);
        bytes[60] ^= 1;
        alter("HSET", store.keys().batches(hour), 1, bytes);
        store.close();
        Metrics metrics = new Metrics();
        RedisSettings later =
                settings.withClock(() -> AT.plus(Duration.ofDays(3))).withMetrics(metrics);
        try (RedisStore second = RedisStore.open(later)) {
            await(second.heights().announce(journal, 1000, 0));
            second.caller().read(Call.of("DEL", second.keys().auditing()));
            assertThat(second.tidy()).isTrue();
            assertThat(metrics.snapshot()).containsEntry("store.fault{damaged}", 1L);
            assertThat(second.audit().run(SampleShares.schemes()).faults())
                    .anyMatch(fault -> fault.contains("damaged"));
        }
    }
}
