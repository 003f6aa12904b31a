package io.potpool.sqlite;

import static io.potpool.sqlite.Stores.alter;
import static io.potpool.sqlite.Stores.audit;
import static io.potpool.sqlite.Stores.await;
import static io.potpool.sqlite.Stores.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.JournalId;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of three batches of four shares (rows 1 to 12, row 9 a late duplicate of row 1), altered by a stranger. */
class TamperTest {

    @TempDir
    Path dir;

    @BeforeEach
    void fill() throws Exception {
        JournalId journal = JournalId.random();
        try (SqliteStore store = Stores.open(dir)) {
            await(send(store, journal, 1, SampleShares.ALICE, 100, 4));
            await(send(store, journal, 2, SampleShares.BOB, 101, 4));
            await(store.shares().commit(SampleShares.batch(journal, 3, SampleShares.BOB, 100, 1000, 1)));
            await(store.heights().announce(SampleShares.INSTANCE, 1000, Long.MAX_VALUE));
        }
        assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 100",
                "batch = 2",
                "header = 2",
                "nonce = nonce + 77",
                "copy = id",
                "job = 2",
                "terms = 2",
                "account = (SELECT id FROM account WHERE name LIKE '0xb0%')",
                "worker = 'rig-2'",
                "at = at + 1",
                "difficulty = difficulty + 1",
                "actual = actual + 1",
                "lag_numerator = 1, lag_denominator = 2",
                "wei = zeroblob(16)"
            })
    void everyColumnOfAShareIsProven(String change) throws Exception {
        alter(dir, "INSERT INTO terms (id, text) VALUES (2, 'pot a=0.8 cap=1.5 fee=0.01 lag=uncle')");
        alter(dir, "UPDATE share SET " + change + " WHERE id = 2");
        assertThat(audit(dir).faults()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE header SET hash = zeroblob(32) WHERE id = 1",
                "UPDATE job SET height = 99 WHERE id = 1",
                "UPDATE job SET network = network + 1 WHERE id = 1",
                "UPDATE job SET reward = zeroblob(16) WHERE id = 1",
                "UPDATE terms SET text = 'pot a=0.8 cap=1.5 fee=0.01 lag=uncle'",
                "UPDATE terms SET text = 'nonsense'",
                "UPDATE account SET balance = zeroblob(16) WHERE name LIKE '0xa1%'",
                "UPDATE account SET credited = zeroblob(16) WHERE name LIKE '0xa1%'",
                "UPDATE account SET balance = zeroblob(16) WHERE name LIKE 'pool:%'",
                "UPDATE account SET shares = shares + 1 WHERE name LIKE '0xa1%'",
                "UPDATE account SET name = 'pool:other' WHERE name = 'pool:shares'",
                "UPDATE entry SET amount = zeroblob(16) WHERE batch = 1",
                "DELETE FROM entry WHERE batch = 1",
                "DELETE FROM share WHERE id = 12 OR id = 9",
                "DELETE FROM share WHERE id = 3",
                "DELETE FROM batch WHERE id = 2",
                "UPDATE batch SET state = 1 WHERE id = 2",
                "UPDATE batch SET fates = x'01' WHERE id = 1",
                "UPDATE batch SET digest = zeroblob(16) WHERE id = 1",
                "UPDATE batch SET sequence = 9 WHERE id = 2",
                "UPDATE journal SET mark = 2",
                "UPDATE share SET copy = 0, nonce = 5 WHERE id = 9",
                "INSERT INTO hour VALUES (1, 1, x'00000000000000000000000000000001', 0)",
                "INSERT INTO gap VALUES (1, 3, 9, 0)"
            })
    void everyOtherChangeOfMoneyIsProven(String sql) throws Exception {
        alter(dir, sql);
        assertThat(audit(dir).faults()).isNotEmpty();
    }

    @Test
    void balancedMoveOfMoneyBetweenTwoLoginsIsFound() throws Exception {
        alter(
                dir,
                "UPDATE entry SET account = CASE account WHEN (SELECT id FROM account WHERE name LIKE '0xa1%')"
                        + " THEN 99 ELSE account END");
        alter(
                dir,
                "INSERT INTO account VALUES (99, '0x" + "ee".repeat(20) + "', (SELECT credited FROM account"
                        + " WHERE name LIKE '0xa1%'), (SELECT balance FROM account WHERE name LIKE '0xa1%'), 0)");
        alter(dir, "UPDATE account SET credited = zeroblob(16), balance = zeroblob(16) WHERE name LIKE '0xa1%'");
        assertThat(audit(dir).faults()).anyMatch(fault -> fault.contains("no share makes"));
    }

    @Test
    void unknownSchemeIsNamed() {
        assertThat(SqliteAudit.open(dir).run(id -> Optional.empty()).faults())
                .containsExactly("reward scheme \"pot\" is not known here: its shares are not recomputed");
    }

    @Test
    void damagedBatchIsNotFolded() throws Exception {
        alter(dir, "UPDATE share SET actual = actual + 1 WHERE id = 2");
        SqliteSettings settings = Stores.settings(dir).withClock(() -> SampleShares.AT.plusSeconds(30 * 86_400));
        try (SqliteStore store = SqliteStore.open(settings)) {
            await(store.tidy());
            assertThat(settings.metrics().snapshot()).containsEntry("store.fault{damaged}", 1L);
        }
        assertThat(Stores.number(dir, "SELECT count(*) FROM share")).isEqualTo(4);
        assertThat(audit(dir).faults()).isNotEmpty();
    }
}
