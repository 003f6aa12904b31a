package io.potpool.sqlite;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Agreement;
import io.potpool.spi.Ban;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.TermsStore;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A store that passes everything on to a right one; a planted bug overrides what it does wrong. */
class Delegate implements PoolStore, ShareStore, TermsStore, HeightStore, SolutionStore, PolicyStore, LedgerStore {

    final PoolStore right;

    Delegate(PoolStore right) {
        this.right = right;
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        return right.shares().commit(batch);
    }

    @Override
    public List<ShareKey> keysFrom(long lowestHeight) {
        return right.shares().keysFrom(lowestHeight);
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
        return right.terms().append(by, change, announced);
    }

    @Override
    public List<TermsRecord> load(long lowestHeight) {
        return right.terms().load(lowestHeight);
    }

    @Override
    public long highestAnnounced() {
        return right.heights().highestAnnounced();
    }

    @Override
    public long reference() {
        return right.heights().reference();
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return right.heights().announce(by, height, known);
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        return right.heights().accept(height);
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        return right.heights().fix(job);
    }

    @Override
    public CompletionStage<Boolean> post(Posting posting) {
        return right.ledger().post(posting);
    }

    @Override
    public void each(Consumer<Posting> consumer) {
        right.ledger().each(consumer);
    }

    @Override
    public InstanceStore instances() {
        return right.instances();
    }

    @Override
    public LeadershipStore leadership() {
        return right.leadership();
    }

    @Override
    public LedgerStore ledger() {
        return this;
    }

    @Override
    public CompletionStage<Void> record(Solution solution) {
        return right.solutions().record(solution);
    }

    @Override
    public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
        return right.solutions().settle(solution, fate);
    }

    @Override
    public List<Solution> open(long lowestHeight) {
        return right.solutions().open(lowestHeight);
    }

    @Override
    public CompletionStage<Void> ban(Ban ban) {
        return right.policy().ban(ban);
    }

    @Override
    public CompletionStage<Void> lift(Origin origin) {
        return right.policy().lift(origin);
    }

    @Override
    public List<Ban> bans(Instant now) {
        return right.policy().bans(now);
    }

    @Override
    public CompletionStage<Void> list(AccessList list, String entry, boolean on) {
        return right.policy().list(list, entry, on);
    }

    @Override
    public Set<String> entries(AccessList list) {
        return right.policy().entries(list);
    }

    @Override
    public PolicyStore policy() {
        return this;
    }

    @Override
    public ShareStore shares() {
        return this;
    }

    @Override
    public TermsStore terms() {
        return this;
    }

    @Override
    public HeightStore heights() {
        return this;
    }

    @Override
    public SolutionStore solutions() {
        return this;
    }

    @Override
    public StoreAudit audit() {
        return right.audit();
    }

    @Override
    public void close() {
        right.close();
    }
}
