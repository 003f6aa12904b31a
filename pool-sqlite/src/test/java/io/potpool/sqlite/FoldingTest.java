package io.potpool.sqlite;

import static io.potpool.sqlite.Stores.await;
import static io.potpool.sqlite.Stores.number;
import static io.potpool.sqlite.Stores.send;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.AT;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.spi.AuditReport;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldingTest {

    private static final long HEIGHT = 100;

    @TempDir
    Path dir;

    private final AtomicReference<Instant> now = new AtomicReference<>(AT);
    private final JournalId journal = JournalId.random();

    private SqliteStore open() {
        return SqliteStore.open(Stores.settings(dir).withClock(now::get).withKeep(Duration.ofDays(7)));
    }

    private void fill(SqliteStore store) throws Exception {
        for (int i = 1; i <= 60; i++) {
            await(send(store, journal, i, i % 3 == 0 ? ALICE : BOB, HEIGHT, 3));
        }
        assertThat(await(store.shares().commit(SampleShares.batch(journal, 61, ALICE, HEIGHT, 1000, 2))))
                .containsOnly(ShareFate.LATE_DUPLICATE);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Test
    void foldedSharesLeaveTheAuditAsItWas() throws Exception {
        try (SqliteStore store = open()) {
            fill(store);
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
            AuditReport before = Stores.soundAudit(dir);
            pass(Duration.ofDays(8));
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM share")).isZero();
            assertThat(number(dir, "SELECT count(*) FROM entry")).isZero();
            assertThat(number(dir, "SELECT count(*) FROM hour")).isEqualTo(3);
            assertThat(number(dir, "SELECT count(*) FROM job")).isZero();
            assertThat(number(dir, "SELECT count(*) FROM header")).isZero();
            assertThat(Stores.soundAudit(dir)).isEqualTo(before);
        }
        try (SqliteStore store = open()) {
            AuditReport before = Stores.soundAudit(dir);
            await(send(store, journal, 62, ALICE, HEIGHT + 1000, 5));
            assertThat(Stores.soundAudit(dir).totals().shares())
                    .isEqualTo(before.totals().shares() + 5);
        }
    }

    @Test
    void sharesWithinTheTimeToKeepStay() throws Exception {
        try (SqliteStore store = open()) {
            fill(store);
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
            pass(Duration.ofDays(6));
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM share")).isEqualTo(182);
        }
    }

    @Test
    void sharesOfTheWindowStayHoweverOld() throws Exception {
        try (SqliteStore store = open()) {
            fill(store);
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 20, Long.MAX_VALUE));
            pass(Duration.ofDays(365));
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM share")).isEqualTo(182);
            assertThat(store.shares().keysFrom(HEIGHT)).hasSize(180);
        }
    }

    @Test
    void foldedBatchesStillAnswerTheirFatesAndNeverPayAgain() throws Exception {
        try (SqliteStore store = open()) {
            fill(store);
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
            pass(Duration.ofDays(8));
            await(store.tidy());
            AuditReport before = Stores.soundAudit(dir);
            assertThat(await(send(store, journal, 1, BOB, HEIGHT, 3))).containsOnly(ShareFate.CREDITED);
            assertThat(await(store.shares().commit(SampleShares.batch(journal, 61, ALICE, HEIGHT, 1000, 2))))
                    .containsOnly(ShareFate.LATE_DUPLICATE);
            pass(Duration.ofDays(40));
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM batch")).isZero();
            assertThat(await(send(store, journal, 1, BOB, HEIGHT, 3))).containsOnly(ShareFate.LATE_DUPLICATE);
            assertThat(Stores.soundAudit(dir)).isEqualTo(before);
        }
    }

    @Test
    void startFoldsByItself() throws Exception {
        try (SqliteStore store = open()) {
            fill(store);
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
        }
        AuditReport before = Stores.soundAudit(dir);
        pass(Duration.ofDays(8));
        try (SqliteStore store = open()) {
            await(store.heights().announce(SampleShares.INSTANCE, 1, Long.MAX_VALUE));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> number(dir, "SELECT count(*) FROM share") == 0);
            assertThat(Stores.soundAudit(dir)).isEqualTo(before);
        }
    }

    @Test
    void jobsThatDamagedSharesKeepDoNotKeepOthers() throws Exception {
        int damaged = 300;
        try (SqliteStore store = open()) {
            for (int i = 1; i <= damaged + 10; i++) {
                await(send(store, journal, i, ALICE, HEIGHT + i, 1));
            }
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
        }
        Stores.alter(dir, "UPDATE share SET actual = actual + 1 WHERE id <= " + damaged);
        pass(Duration.ofDays(8));
        try (SqliteStore store = open()) {
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM share")).isEqualTo(damaged);
            assertThat(number(dir, "SELECT count(*) FROM job")).isEqualTo(damaged);
            assertThat(number(dir, "SELECT count(*) FROM header")).isEqualTo(damaged);
        }
    }

    @Test
    void termsThatDecideNoHeightAreDropped() throws Exception {
        TermsChange old = new TermsChange.Defaults(new Terms(Difficulty.of(1), SampleShares.POT));
        TermsChange end = new TermsChange.End(NoncePrefix.parse("0102"));
        TermsChange fresh = new TermsChange.Defaults(new Terms(Difficulty.of(2), SampleShares.POT));
        try (SqliteStore store = open()) {
            for (TermsChange change : List.of(old, end, fresh)) {
                await(store.terms().append(SampleShares.INSTANCE, change, () -> HEIGHT));
            }
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM terms_log")).isEqualTo(1);
            assertThat(store.terms().load(HEIGHT + 500)).extracting("change").containsExactly(fresh);
        }
    }

    @Test
    void aLeaseOutlivesItsPruningAndItsEndIsNotDroppedBeforeIt() throws Exception {
        NoncePrefix prefix = NoncePrefix.parse("0102");
        TermsChange lease = new TermsChange.Lease(prefix, SampleShares.ALICE, LeaseTerms.DEFAULT);
        try (SqliteStore store = open()) {
            await(store.terms().append(SampleShares.INSTANCE, lease, () -> HEIGHT));
            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 1000, Long.MAX_VALUE));
            await(store.tidy());
            assertThat(store.terms().load(HEIGHT + 900)).hasSize(1);

            await(store.terms().append(SampleShares.INSTANCE, new TermsChange.End(prefix), () -> HEIGHT));
            await(store.tidy());
            assertThat(store.terms().load(HEIGHT + 900)).hasSize(2);

            await(store.heights().announce(SampleShares.INSTANCE, HEIGHT + 2000, Long.MAX_VALUE));
            await(store.tidy());
            assertThat(number(dir, "SELECT count(*) FROM terms_log")).isEqualTo(0);
        }
    }
}
