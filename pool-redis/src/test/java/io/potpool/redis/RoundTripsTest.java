package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.testkit.contract.SampleShares;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RoundTripsTest {

    private static final long SHARES_A_SECOND = 1000;
    private static final int SECONDS = 10;
    private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z|_]+):calls=([0-9]+)");
    private static final List<String> FROM_SCRIPTS = List.of(
            "hget",
            "hset",
            "hincrby",
            "hmget",
            "hdel",
            "hlen",
            "hkeys",
            "hexists",
            "sadd",
            "scard",
            "smismember",
            "zadd",
            "zcard",
            "expire",
            "time",
            "hgetall",
            "lrange",
            "rpush",
            "ltrim");

    /** Shares come at an even pace; what has come while a batch is committed makes the next, as in the pool's journal. */
    @Test
    void aThousandSharesASecondTakeAtMostOneRoundTripInTwenty() throws Exception {
        Crowd crowd = new Crowd(10_000);
        // a server of its own: its counters count all that it is asked
        try (RedisProcess server = RedisProcess.start(Binaries.any());
                RedisStore store = RedisStore.open(Stores.settings(Stores.to(server), "count"))) {
            Stores.await(store.shares().commit(crowd.next(1, 99, SampleShares.AT)));
            store.caller().read(Call.of("CONFIG", "RESETSTAT"));
            long began = System.nanoTime();
            long sent = 0;
            while (sent < SHARES_A_SECOND * SECONDS) {
                long due = (System.nanoTime() - began) * SHARES_A_SECOND / 1_000_000_000L - sent;
                if (due > 0) {
                    Stores.await(store.shares().commit(crowd.next((int) due, 100, SampleShares.AT)));
                    sent += due;
                } else {
                    Thread.onSpinWait();
                }
            }
            assertThat(roundTrips(store)).isBetween(1L, sent / 20);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(sent + 1);
        }
    }

    /** Counts what clients sent: commands that only scripts call are part of their script's round trip. */
    private static long roundTrips(RedisStore store) {
        String stats =
                new String(Replies.bytes(store.caller().read(Call.of("INFO", "commandstats"))), StandardCharsets.UTF_8);
        Matcher matcher = CALLS.matcher(stats);
        long trips = 0;
        long scripts = 0;
        while (matcher.find()) {
            long calls = Long.parseLong(matcher.group(2));
            if (matcher.group(1).startsWith("eval")) {
                scripts += calls;
            }
            if (!FROM_SCRIPTS.contains(matcher.group(1))) {
                trips += calls;
            }
        }
        assertThat(scripts).as("counted at all").isPositive();
        return trips;
    }
}
