package io.potpool.redis;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Work of credited shares by login, ten minutes and worker, summed for a little while before it is written: what hash rates
 * are shown from. Money never waits for it, nor fails with it; work of the last moments is lost with the process. Thread-safe.
 */
final class Rates {

    /** The length of a bucket. */
    static final long BUCKET_MILLIS = TimeUnit.MINUTES.toMillis(10);

    /** How many buckets are kept: a little over four hours. */
    static final long BUCKETS = 25;

    /** How long work is summed before it is written. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int MOST_FIELDS = 65_536;
    private static final int FIELDS_A_CALL = 512;
    private static final int CALLS_A_ROUND = 8;
    private static final BigInteger MOST = BigInteger.TEN.pow(17);

    private static final class Work {
        final Map<String, BigInteger> sums = new HashMap<>();
        long newest = Long.MIN_VALUE;
    }

    private final Keys keys;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Map<String, Work> logins = new HashMap<>();
    private final Deque<Call> ready = new ArrayDeque<>();
    private int fields;
    private long since;

    Rates(Keys keys, InstantSource clock, LongSupplier nanos) {
        this.keys = keys;
        this.clock = clock;
        this.nanos = nanos;
    }

    static long oldest(long nowMillis) {
        return Math.floorDiv(nowMillis, BUCKET_MILLIS) - BUCKETS;
    }

    static String field(long bucket, String worker) {
        return bucket + ":" + worker;
    }

    /** Adds the credited shares of a batch that are recent enough to be shown. */
    synchronized void add(CreditBatch batch, List<ShareFate> fates) {
        long oldest = oldest(clock.millis());
        for (int i = 0; i < fates.size(); i++) {
            ShareCredit credit = batch.shares().get(i);
            long bucket = Math.floorDiv(credit.at().toEpochMilli(), BUCKET_MILLIS);
            if (fates.get(i) == ShareFate.CREDITED && bucket >= oldest) {
                add(credit, bucket);
            }
        }
    }

    private void add(ShareCredit credit, long bucket) {
        if (fields == 0) {
            since = nanos.getAsLong();
        }
        Work work = logins.computeIfAbsent(credit.login().text(), unused -> new Work());
        int before = work.sums.size();
        work.sums.merge(
                field(bucket, credit.worker()), credit.facts().effective().value(), BigInteger::add);
        work.newest = Math.max(work.newest, bucket);
        fields += work.sums.size() - before;
    }

    /**
     * Returns what is to be written now, which is nothing until it has been summed for long enough, or is much; never so much
     * that shares would wait for it: the rest is due the next time.
     */
    synchronized List<Call> due() {
        boolean isDue = fields >= MOST_FIELDS || fields > 0 && nanos.getAsLong() - since >= PAUSE.toNanos();
        if (isDue && ready.isEmpty()) {
            ready.addAll(calls());
        }
        List<Call> now = new ArrayList<>();
        while (!ready.isEmpty() && now.size() < CALLS_A_ROUND) {
            now.add(ready.remove());
        }
        return now;
    }

    /** Returns all that is to be written. */
    synchronized List<Call> all() {
        ready.addAll(calls());
        List<Call> all = List.copyOf(ready);
        ready.clear();
        return all;
    }

    private List<Call> calls() {
        Map<String, Work> taken = logins;
        logins = new HashMap<>();
        fields = 0;
        List<Call> calls = new ArrayList<>();
        Map<String, Work> part = new HashMap<>();
        int size = 0;
        for (Map.Entry<String, Work> login : taken.entrySet()) {
            part.put(login.getKey(), login.getValue());
            size += login.getValue().sums.size();
            if (size >= FIELDS_A_CALL) {
                calls.add(call(part));
                part.clear();
                size = 0;
            }
        }
        if (!part.isEmpty()) {
            calls.add(call(part));
        }
        return calls;
    }

    private Call call(Map<String, Work> part) {
        List<Object> names = new ArrayList<>(List.of(keys.rates()));
        List<Object> arguments = new ArrayList<>(List.of(oldest(clock.millis()), part.size()));
        part.forEach((login, work) -> {
            names.add(keys.rate(login));
            arguments.add(login);
            arguments.add(work.newest);
            arguments.add(work.sums.size());
            work.sums.forEach((field, sum) -> {
                arguments.add(field);
                arguments.add(sum.min(MOST));
            });
        });
        return Call.of(Script.RATES, names, arguments);
    }
}
