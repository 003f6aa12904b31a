package io.potpool.node;

import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Carries one solution to one node, repeating the identical call while that can help.
 *
 * <p>A node that does not answer is asked again until the patience is over: it may have to build a cache first, and to
 * repeat does no harm. False is asked again twice, because a full queue also answers false (node.md 1.4).
 */
final class Delivery {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One attempt's time: a node that lost the answer gets the call a second time within the patience. */
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private static final List<Duration> AFTER_FALSE = List.of(Duration.ofMillis(100), Duration.ofMillis(300));
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /**
     * The outcome.
     *
     * @param detail the node's last word, for a log
     */
    record Outcome(SolutionFate fate, String detail) {}

    private final OkHttpWire wire;
    private final ScheduledExecutorService timer;
    private final NodeSettings node;
    private final byte[] request;
    private final Duration patience;
    private final long deadline;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private int refusals;
    private Duration pause = FIRST_PAUSE;

    Delivery(OkHttpWire wire, ScheduledExecutorService timer, NodeSettings node, Solution solution, Duration patience) {
        this.wire = wire;
        this.timer = timer;
        this.node = node;
        this.request = RpcCodec.single(RpcCall.submitWork(solution));
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Begins; the stage completes within the patience and never exceptionally. */
    CompletableFuture<Outcome> begin() {
        attempt();
        return outcome;
    }

    /** Gives up. */
    void abandon(String why) {
        outcome.complete(new Outcome(SolutionFate.UNANSWERED, why));
    }

    private Duration left() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    private void attempt() {
        Duration left = left();
        if (outcome.isDone() || left.isNegative()) {
            abandon("no answer within " + patience.toSeconds() + " s");
            return;
        }
        Duration limit = left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT;
        var unused = wire.postAsync(node.url(), request, limit).thenAccept(answer -> judge(NodeRpc.decode(answer)));
    }

    private void judge(RpcReply<Json> reply) {
        if (reply instanceof RpcReply.Result<Json> result && result.value().equals(Json.TRUE)) {
            outcome.complete(new Outcome(SolutionFate.ACCEPTED, "true"));
        } else if (reply instanceof RpcReply.Result<Json> result
                && result.value().equals(Json.FALSE)) {
            refused();
        } else if (reply instanceof RpcReply.Failure<Json> failure && isFinal(failure.code())) {
            outcome.complete(new Outcome(SolutionFate.REJECTED, failure.problem()));
        } else {
            again(pause, reply.problem());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void refused() {
        if (refusals < AFTER_FALSE.size()) {
            again(AFTER_FALSE.get(refusals++), "false");
        } else {
            outcome.complete(new Outcome(SolutionFate.REJECTED, "false"));
        }
    }

    /** The request itself is at fault, or the node has no such method: repeating cannot mend that. */
    private static boolean isFinal(long code) {
        return code == -32700 || code == -32600 || code == -32601 || code == -32602;
    }

    private void again(Duration after, String lastWord) {
        if (left().minus(after).isNegative()) {
            outcome.complete(
                    new Outcome(lastWord.equals("false") ? SolutionFate.REJECTED : SolutionFate.UNANSWERED, lastWord));
            return;
        }
        try {
            var unused = timer.schedule(this::attempt, after.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            abandon("the pool is stopping");
        }
    }
}
