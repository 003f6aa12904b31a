package io.potpool.stratum;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.potpool.shares.Submission;
import io.potpool.spi.MinerGateway;
import io.potpool.stratum.codec.RequestDecoder;
import io.potpool.work.Job;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop and its sessions: their jobs, their shares under way, and one timer for all deadlines. */
final class Shard {

    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final long TICK_MILLIS = 100;
    private static final int TICKS_PER_SWEEP = 5;

    final StratumSettings settings;
    final MinerGateway gateway;
    final StratumMetrics metrics;
    final byte[] scratch = new byte[RequestDecoder.MAX_LINE];

    private final EventLoop loop;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final AtomicReference<@Nullable Optional<Job>> posted = new AtomicReference<>();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final Deque<PendingShare> pending = new ArrayDeque<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable EncodedJobs jobs;
    private long jobsSinceNanos;
    private long broadcastNanos;
    private int ticks;
    private int unanswered;
    private boolean ending;

    private record Outcome(PendingShare share, Refusal why, boolean accepted) {}

    Shard(EventLoop loop, StratumSettings settings, MinerGateway gateway, StratumMetrics metrics) {
        this.loop = loop;
        this.settings = settings;
        this.gateway = gateway;
        this.metrics = metrics;
    }

    void start() {
        var unused = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(Connection connection) {
        connections.add(connection);
        if (ending) {
            connection.close();
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    /** Takes the newest job from any thread; of those that the loop has not seen yet, only the last counts. */
    void post(Optional<Job> job) {
        if (posted.getAndSet(job) == null) {
            loop.execute(this::broadcast);
        }
    }

    private void broadcast() {
        Optional<Job> job = posted.getAndSet(null);
        if (job == null) {
            return;
        }
        EncodedJobs before = jobs;
        jobs = job.map(this::encode).orElse(null);
        if (before != null) {
            before.release();
        }
        if (job.isPresent()) {
            if (before == null) {
                jobsSinceNanos = System.nanoTime();
            }
            offer(job.get().clean());
        }
    }

    private EncodedJobs encode(Job job) {
        String algorithm = gateway.chain().algorithm(job.height());
        return new EncodedJobs(job, gateway.defaultDifficulty(job), algorithm, ByteBufAllocator.DEFAULT);
    }

    private void offer(boolean clean) {
        broadcastNanos = System.nanoTime();
        for (Connection connection : connections) {
            connection.offerJob(clean);
        }
    }

    /** Returns the job to be sent, or null: work not ready. */
    @Nullable EncodedJobs jobs() {
        return jobs;
    }

    /** Returns for how many nanoseconds there has been work without a break. */
    long jobsSince(long now) {
        return jobs == null ? 0 : now - jobsSinceNanos;
    }

    void submit(Submission submission, Miner miner, String id) {
        long deadline = System.nanoTime() + settings.answerTimeout.toNanos();
        PendingShare share = new PendingShare(this, miner, id, deadline);
        while (!pending.isEmpty() && pending.getFirst().isAnswered()) {
            pending.removeFirst();
        }
        pending.addLast(share);
        unanswered++;
        try {
            var unused = gateway.submit(submission).whenComplete(share);
        } catch (RuntimeException fault) {
            share.accept(null, fault);
        }
    }

    /** Takes the outcome of a share on any thread. */
    void completed(PendingShare share, Refusal why, boolean accepted) {
        outcomes.add(new Outcome(share, why, accepted));
        if (delivering.compareAndSet(false, true)) {
            loop.execute(this::deliver);
        }
    }

    private void deliver() {
        delivering.set(false);
        Set<Connection> touched = new LinkedHashSet<>();
        for (Outcome outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
            answer(outcome.share(), outcome.why(), outcome.accepted());
            touched.add(outcome.share().connection());
        }
        touched.forEach(Connection::flush);
        endWhenAnswered();
    }

    private boolean answer(PendingShare share, Refusal why, boolean accepted) {
        if (!share.answer(why, accepted)) {
            return false;
        }
        unanswered--;
        return true;
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            answerLate(now);
            if (++ticks % TICKS_PER_SWEEP == 0) {
                for (Connection connection : connections) {
                    connection.checkDeadlines(now);
                }
                EncodedJobs current = jobs;
                if (current != null && now - broadcastNanos >= settings.rebroadcastInterval.toNanos()) {
                    offer(false);
                }
            }
        } catch (RuntimeException fault) {
            metrics.faults.increment();
            LOG.warn("the deadlines of an event loop could not be checked", fault);
        }
    }

    private void answerLate(long now) {
        while (!pending.isEmpty()
                && (pending.getFirst().isAnswered() || pending.getFirst().isDue(now))) {
            PendingShare share = pending.removeFirst();
            if (answer(share, Refusal.NOT_RECORDED, false)) {
                metrics.lateAnswers.increment();
                share.connection().flush();
            }
        }
        endWhenAnswered();
    }

    /** Stops reading, answers the shares under way and closes all sessions; the stage then completes. */
    CompletableFuture<Void> end() {
        loop.execute(() -> {
            ending = true;
            connections.forEach(Connection::stopReading);
            endWhenAnswered();
        });
        return ended;
    }

    private void endWhenAnswered() {
        if (ending && unanswered == 0 && !ended.isDone()) {
            for (Connection connection : connections.toArray(new Connection[0])) {
                connection.close();
            }
            if (jobs != null) {
                jobs.release();
                jobs = null;
            }
            ended.complete(null);
        }
    }
}
