package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.PoolStoreContract.await;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.AuditReport;
import io.potpool.spi.ConflictingPostingException;
import io.potpool.spi.JournalId;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link LedgerStore} must do; the audit of its store counts what is posted. */
public abstract class LedgerContract {

    private static final Account OPENINGS = new Account("pool:openings");
    private static final Wei LARGE = Wei.parse("123456789012345678901234567");

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    private static Posting opening(String id, Address login, Wei amount) {
        return new Posting(
                id, "opening", SampleShares.AT, "of " + login, Entry.transfer(OPENINGS, Account.of(login), amount));
    }

    private static List<Posting> all(PoolStore store) {
        List<Posting> all = new ArrayList<>();
        store.ledger().each(all::add);
        return all;
    }

    private static AuditReport audit(PoolStore store) {
        AuditReport report = store.audit().run(SampleShares.schemes());
        assertThat(report.faults()).isEmpty();
        return report;
    }

    private static AuditReport.Line alice(PoolStore store) {
        AuditReport.Line line = audit(store).accounts().get(ALICE);
        assertThat(line).isNotNull();
        return Objects.requireNonNull(line);
    }

    @Test
    public void aPostingIsBookedOnceUnderItsId() {
        Posting posting = opening("a", ALICE, Wei.of(7));
        try (PoolStore store = open(dir)) {
            assertThat(await(store.ledger().post(posting))).isTrue();
            assertThat(await(store.ledger().post(posting))).isFalse();
            assertThat(all(store)).containsExactly(posting);
            assertThat(alice(store).balance()).isEqualTo(Wei.of(7));
        }
        try (PoolStore store = open(dir)) {
            assertThat(await(store.ledger().post(posting))).isFalse();
            assertThat(all(store)).containsExactly(posting);
        }
    }

    @Test
    public void anotherContentUnderAnIdIsRefused() {
        try (PoolStore store = open(dir)) {
            await(store.ledger().post(opening("a", ALICE, Wei.of(7))));
            assertThatThrownBy(() -> await(store.ledger().post(opening("a", ALICE, Wei.of(8)))))
                    .hasCauseInstanceOf(ConflictingPostingException.class);
            assertThat(await(store.ledger().post(opening("b", BOB, Wei.of(8))))).isTrue();
            assertThat(audit(store).totals().balance()).isEqualTo(Wei.of(15));
        }
    }

    @Test
    public void postingsComeBackWholeAndInTheirOrder() {
        List<Posting> written = new ArrayList<>();
        try (PoolStore store = open(dir)) {
            for (int i = 20; i > 0; i--) {
                written.add(opening("id-" + i, i % 2 == 0 ? ALICE : BOB, LARGE.plus(Wei.of(i))));
                await(store.ledger().post(written.get(written.size() - 1)));
            }
            assertThat(all(store)).isEqualTo(written);
        }
        try (PoolStore store = open(dir)) {
            assertThat(all(store)).isEqualTo(written);
        }
    }

    @Test
    public void creditedAreSharesAndPostingsTogether() {
        try (PoolStore store = open(dir)) {
            await(store.shares().commit(SampleShares.batch(JournalId.random(), 1, ALICE, 100, 0, 3)));
            Wei shares = alice(store).credited();
            await(store.ledger().post(opening("a", ALICE, LARGE)));
            await(store.ledger().post(opening("b", ALICE, Wei.of(5).negated())));

            AuditReport.Line line = alice(store);
            assertThat(line.credited())
                    .isEqualTo(shares.plus(LARGE).plus(Wei.of(5).negated()));
            assertThat(line.balance()).isEqualTo(line.credited());
            assertThat(line.shares()).isEqualTo(3);
        }
    }
}
