package io.potpool.testkit.store;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Agreement;
import io.potpool.spi.Ban;
import io.potpool.spi.Confirmation;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceHolder;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerReader;
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
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A store that passes everything on to another one; a test overrides what it wants otherwise. */
public class ForwardingStore
        implements PoolStore,
                ShareStore,
                TermsStore,
                HeightStore,
                InstanceStore,
                LeadershipStore,
                LedgerStore,
                SolutionStore,
                PolicyStore {

    /** The store that does the work. */
    protected final PoolStore right;

    /** Creates a store in front of {@code right}. */
    public ForwardingStore(PoolStore right) {
        this.right = right;
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        return right.shares().commit(batch);
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return right.shares().missing(journal, sequence);
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
    public CompletionStage<Void> accept(long height) {
        return right.heights().accept(height);
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return right.heights().announce(by, height, known);
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        return right.heights().fix(job);
    }

    @Override
    public CompletionStage<Agreement> register(Instance instance) {
        return right.instances().register(instance);
    }

    @Override
    public CompletionStage<Agreement> confirm(Confirmation confirmation) {
        return right.instances().confirm(confirmation);
    }

    @Override
    public CompletionStage<Void> admit(JournalId journal) {
        return right.shares().admit(journal);
    }

    @Override
    public CompletionStage<Void> retire(JournalId id) {
        return right.instances().retire(id);
    }

    @Override
    public CompletionStage<OptionalInt> takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held) {
        return right.instances().takeFirstByte(by, space, held);
    }

    @Override
    public List<InstanceView> all() {
        return right.instances().all();
    }

    @Override
    public CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
        return right.leadership().take(office, by, ttl);
    }

    @Override
    public CompletionStage<Void> leave(Leadership held) {
        return right.leadership().leave(held);
    }

    @Override
    public Optional<InstanceHolder> holder(String office) {
        return right.leadership().holder(office);
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
    public long floor() {
        return right.heights().floor();
    }

    @Override
    public CompletionStage<Void> raiseFloor(long height) {
        return right.heights().raiseFloor(height);
    }

    @Override
    public HistoryStore history() {
        return right.history();
    }

    @Override
    public LedgerReader ledgerReader() {
        return right.ledgerReader();
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
    public InstanceStore instances() {
        return this;
    }

    @Override
    public LeadershipStore leadership() {
        return this;
    }

    @Override
    public LedgerStore ledger() {
        return this;
    }

    @Override
    public SolutionStore solutions() {
        return this;
    }

    @Override
    public PolicyStore policy() {
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
