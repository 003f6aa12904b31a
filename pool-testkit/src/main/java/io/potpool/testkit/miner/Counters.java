package io.potpool.testkit.miner;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what happens to a miner. Thread-safe. */
final class Counters {

    private static final int STALE = 21;
    private static final int DUPLICATE = 22;

    private final LongAdder hashes = new LongAdder();
    private final LongAdder submitted = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder duplicate = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder jobs = new LongAdder();
    private final LongAdder logins = new LongAdder();
    private final LongAdder lost = new LongAdder();

    void hash() {
        hashes.increment();
    }

    void submitted() {
        submitted.increment();
    }

    void job() {
        jobs.increment();
    }

    void login() {
        logins.increment();
    }

    void lostConnection() {
        lost.increment();
    }

    /** Counts the answer to a share; errors are objects with a code or arrays that begin with it. */
    void answer(Map<String, Object> answer) {
        if (Boolean.TRUE.equals(answer.get("result"))) {
            accepted.increment();
            return;
        }
        switch (code(answer.get("error"))) {
            case STALE -> stale.increment();
            case DUPLICATE -> duplicate.increment();
            default -> invalid.increment();
        }
    }

    private static int code(@Nullable Object error) {
        Object code = error instanceof Map<?, ?> map
                ? map.get("code")
                : error instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
        return code instanceof Number number ? number.intValue() : 0;
    }

    MinerStats stats() {
        return new MinerStats(
                hashes.sum(),
                submitted.sum(),
                accepted.sum(),
                stale.sum(),
                duplicate.sum(),
                invalid.sum(),
                jobs.sum(),
                logins.sum());
    }
}
