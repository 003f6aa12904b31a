package io.potpool.redis;

import io.potpool.audit.ShareRow;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Work of credited shares by login, ten minutes and worker: what hash rates are shown from. */
final class Rates {

    /** The length of a bucket. */
    static final long BUCKET_MILLIS = TimeUnit.MINUTES.toMillis(10);

    /** How many buckets are kept: a little over four hours. */
    static final long BUCKETS = 25;

    private static final BigInteger MOST = BigInteger.TEN.pow(17);

    private final Map<String, Map<String, BigInteger>> work = new LinkedHashMap<>();
    private final Map<String, Long> newest = new TreeMap<>();
    private final long oldest;

    private Rates(long oldest) {
        this.oldest = oldest;
    }

    /** Returns the work of these rows, as far as it is recent enough to be kept. */
    static Rates of(List<ShareRow> rows, long nowMillis) {
        Rates rates = new Rates(oldest(nowMillis));
        for (ShareRow row : rows) {
            long bucket = Math.floorDiv(row.atMillis(), BUCKET_MILLIS);
            if (!row.late() && bucket >= rates.oldest) {
                rates.work
                        .computeIfAbsent(row.login(), unused -> new LinkedHashMap<>())
                        .merge(
                                field(bucket, row.worker()),
                                row.facts().effective().value(),
                                BigInteger::add);
                rates.newest.merge(row.login(), bucket, Math::max);
            }
        }
        return rates;
    }

    static long oldest(long nowMillis) {
        return Math.floorDiv(nowMillis, BUCKET_MILLIS) - BUCKETS;
    }

    static String field(long bucket, String worker) {
        return bucket + ":" + worker;
    }

    void addTo(Keys names, List<Object> keys, List<Object> arguments) {
        arguments.add(work.size());
        work.forEach((login, fields) -> {
            keys.add(names.rate(login));
            arguments.add(login);
            arguments.add(newest.get(login));
            arguments.add(oldest);
            arguments.add(fields.size());
            fields.forEach((field, sum) -> {
                arguments.add(field);
                arguments.add(sum.min(MOST));
            });
        });
    }
}
