package io.potpool.support;

import io.potpool.domain.Hash256;
import io.potpool.spi.Agreement;
import io.potpool.spi.AuditReport;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.OneInstance;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A store in memory with one writer thread, whose writer a test can hold up or make fail. It outlives its pools. */
public final class MemoryStore
        implements PoolStore, ShareStore, TermsStore, HeightStore, SolutionStore, LedgerStore, OneInstance.State {

    private final ExecutorService writer = writer();
    private final Semaphore running = new Semaphore(1);
    private final Map<JournalId, Long> marks = new HashMap<>();
    private final Map<List<Object>, List<ShareFate>> fates = new HashMap<>();
    private final List<List<Object>> missing = new ArrayList<>();
    private final Map<ShareKey, ShareCredit> shares = new LinkedHashMap<>();
    private final List<TermsRecord> log = new ArrayList<>();
    private final Map<Solution, SolutionFate> blocks = new LinkedHashMap<>();
    private final MemoryPolicy policy = new MemoryPolicy();
    private final Map<Hash256, FixedJob> fixed = new HashMap<>();
    private final Map<String, Posting> postings = new LinkedHashMap<>();
    private final OneInstance instance = new OneInstance(this, Long.MAX_VALUE, InstantSource.system());
    private long tokens;
    private volatile long announced = -1;
    private volatile long reference = -1;
    private volatile long floor = -1;
    private final List<Long> attempts = new ArrayList<>();
    private int failures;
    private int commitFailures;
    private int lostAnswers;

    /** Holds every write up until {@link #release}. */
    public void hold() {
        running.acquireUninterruptibly();
    }

    public void release() {
        running.release();
    }

    /** Makes the next writes fail without effect. */
    public synchronized void failNext(int count) {
        failures = count;
    }

    /** Makes the next commits fail without effect, while other writes succeed. */
    public synchronized void failNextCommits(int count) {
        commitFailures = count;
    }

    /** Makes the next writes take effect and fail all the same. */
    public synchronized void loseAnswers(int count) {
        lostAnswers = count;
    }

    /** Returns the sequence of every batch that was tried, in order. */
    public synchronized List<Long> attempts() {
        return List.copyOf(attempts);
    }

    public synchronized List<ShareCredit> credits() {
        return List.copyOf(shares.values());
    }

    /** Returns journal and sequence of batches that were booked as missing. */
    public synchronized List<List<Object>> missing() {
        return List.copyOf(missing);
    }

    public synchronized Map<Solution, SolutionFate> blocks() {
        return new LinkedHashMap<>(blocks);
    }

    public synchronized List<TermsRecord> records() {
        return List.copyOf(log);
    }

    private <T> CompletionStage<T> write(Supplier<T> change) {
        return CompletableFuture.supplyAsync(
                () -> {
                    running.acquireUninterruptibly();
                    try {
                        synchronized (this) {
                            if (failures > 0) {
                                failures--;
                                throw new IllegalStateException("the disk is away");
                            }
                            T done = change.get();
                            if (lostAnswers > 0) {
                                lostAnswers--;
                                throw new IllegalStateException("the disk does not answer");
                            }
                            return done;
                        }
                    } finally {
                        running.release();
                    }
                },
                writer);
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        synchronized (this) {
            attempts.add(batch.sequence());
        }
        return write(() -> {
            if (commitFailures > 0) {
                commitFailures--;
                throw new IllegalStateException("shares are not taken");
            }
            long mark = marks.getOrDefault(batch.journal(), 0L);
            List<Object> number = List.of(batch.journal(), batch.sequence());
            if (batch.sequence() <= mark) {
                return fates.get(number);
            }
            if (batch.sequence() > mark + 1) {
                throw new SequenceGapException(mark, batch.sequence());
            }
            marks.put(batch.journal(), batch.sequence());
            List<ShareFate> told = new ArrayList<>();
            for (ShareCredit credit : batch.shares()) {
                told.add(
                        shares.putIfAbsent(credit.key(), credit) == null
                                ? ShareFate.CREDITED
                                : ShareFate.LATE_DUPLICATE);
            }
            fates.put(number, told);
            return told;
        });
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return write(() -> {
            if (sequence > marks.getOrDefault(journal, 0L)) {
                missing.add(List.of(journal, sequence));
            }
            return null;
        });
    }

    @Override
    public synchronized List<ShareKey> keysFrom(long lowestHeight) {
        return shares.values().stream()
                .filter(credit -> credit.facts().height() >= lowestHeight)
                .map(ShareCredit::key)
                .toList();
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier highest) {
        return write(() -> {
            long above = Math.max(announced, highest.getAsLong());
            TermsRecord entry = new TermsRecord(log.size() + 1, by, above + 1, change);
            log.add(entry);
            return entry;
        });
    }

    @Override
    public synchronized List<TermsRecord> load(long lowestHeight) {
        return List.copyOf(log);
    }

    @Override
    public long highestAnnounced() {
        return announced;
    }

    @Override
    public long reference() {
        return reference;
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return write(() -> {
                    announced = Math.max(announced, height);
                    reference = Math.max(reference, height);
                    return null;
                })
                .thenCompose(done -> instance.agreement(known));
    }

    /** Forgets what headers mean. */
    public synchronized void loseFixed() {
        fixed.clear();
    }

    @Override
    public synchronized CompletionStage<FixedJob> fix(FixedJob job) {
        FixedJob first = fixed.putIfAbsent(job.header(), job);
        return CompletableFuture.completedFuture(first == null ? job : first);
    }

    @Override
    public CompletionStage<List<TermsRecord>> after(long known) {
        return write(
                () -> log.stream().filter(entry -> entry.sequence() > known).toList());
    }

    @Override
    public synchronized long lastSequence() {
        return log.size();
    }

    @Override
    public long announced() {
        return announced;
    }

    @Override
    public long best() {
        return reference;
    }

    @Override
    public CompletionStage<Long> nextToken(String office) {
        return write(() -> ++tokens);
    }

    @Override
    public CompletionStage<Boolean> post(Posting posting) {
        return write(() -> postings.putIfAbsent(posting.id(), posting) == null);
    }

    @Override
    public synchronized void each(Consumer<Posting> consumer) {
        postings.values().forEach(consumer);
    }

    @Override
    public InstanceStore instances() {
        return instance;
    }

    @Override
    public LeadershipStore leadership() {
        return instance;
    }

    @Override
    public LedgerStore ledger() {
        return this;
    }

    @Override
    public long floor() {
        return floor;
    }

    @Override
    public CompletionStage<Void> raiseFloor(long height) {
        return write(() -> {
            floor = Math.max(floor, height);
            announced = Math.max(announced, height);
            reference = Math.max(reference, height);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        return write(() -> {
            reference = height;
            return null;
        });
    }

    @Override
    public CompletionStage<Void> record(Solution solution) {
        return write(() -> {
            blocks.putIfAbsent(solution, SolutionFate.PENDING);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
        return write(() -> {
            blocks.put(solution, fate);
            return null;
        });
    }

    @Override
    public synchronized List<Solution> open(long lowestHeight) {
        return blocks.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen() && entry.getKey().height() >= lowestHeight)
                .map(Map.Entry::getKey)
                .toList();
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
    public PolicyStore policy() {
        return policy;
    }

    @Override
    public StoreAudit audit() {
        return (RewardSchemes schemes) -> new AuditReport(
                new TreeMap<>(),
                new AuditReport.Line(io.potpool.domain.Wei.ZERO, io.potpool.domain.Wei.ZERO, 0),
                List.of());
    }

    @Override
    public void close() {
        // What is in memory is kept for the next pool; the idle writer ends by itself.
    }

    private static ExecutorService writer() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "memory-store");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
