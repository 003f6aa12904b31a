package io.potpool.redis;

import io.potpool.store.Alarm;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the store small, hourly, on a thread and connection of its own; one instance of the pool at a time. */
final class Tidying {

    private static final long FIRST_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final long EVERY_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long LOCK_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    /** A share below the least height that any instance may still commit, by this margin, cannot come any more. */
    private static final long MARGIN = 16;

    /** The same margin where no instance is registered. */
    private static final long WIDE_MARGIN = 64;

    private final RedisCaller caller;
    private final Keys keys;
    private final Alarm alarm;
    private final InstantSource clock;
    private final Duration keep;
    private final Folding folding;
    private final Sums sums;
    private final Pruning pruning;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::loop, "potpool-redis-tidy");

    Tidying(RedisCaller caller, Keys keys, RedisTerms terms, RedisSettings settings, Alarm alarm) {
        this.caller = caller;
        this.keys = keys;
        this.alarm = alarm;
        this.clock = settings.clock();
        this.keep = settings.keep();
        folding = new Folding(caller, keys, alarm);
        sums = new Sums(caller, keys);
        pruning = new Pruning(caller, keys, terms);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        try {
            long pause = FIRST_MILLIS;
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                pause = once() ? EVERY_MILLIS : AGAIN_MILLIS;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether all is done for now. */
    private boolean once() {
        try {
            Object lock = caller.ask(Call.of("SET", keys.tidying(), "1", "NX", "PX", LOCK_MILLIS));
            if (!(lock instanceof byte[])) {
                return lock == null;
            }
            try {
                return run();
            } finally {
                caller.ask(Call.of("DEL", keys.tidying()));
            }
        } catch (RuntimeException failure) {
            alarm.raise("tidy", "old rows could not be folded now", failure);
            return false;
        }
    }

    /** Does all there is to do; false if another is in the way for now. Blocks. */
    boolean run() {
        long now = clock.millis();
        long oldest = now - keep.toMillis();
        long settledBelow = settledBelow();
        pruning.rates(now);
        pruning.jobs(settledBelow);
        List<Pruning.Heights> kept = pruning.begin(settledBelow, oldest, now);
        pruning.terms(settledBelow, kept);
        pruning.solutions(settledBelow);
        boolean done = folding.run(oldest, settledBelow) && sums.run(now);
        if (done) {
            pruning.headers(settledBelow, oldest, kept);
        }
        return done;
    }

    private long settledBelow() {
        List<@Nullable Object> replies = caller.readAll(List.of(
                Call.of("HMGET", keys.state(), "announced", "best", "least"), Call.of("HLEN", keys.instances())));
        List<@Nullable Object> heights = Replies.list(replies.get(0));
        long announced = Math.min(Replies.number(heights.get(0)), Replies.number(heights.get(1)));
        return Replies.number(replies.get(1)) == 0
                ? announced - WIDE_MARGIN
                : Math.min(announced, Replies.number(heights.get(2))) - MARGIN;
    }

    void close() {
        closed.countDown();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
