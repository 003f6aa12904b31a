package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Instance;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
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

    /** One of several instances that share the pace. */
    private static final class Member implements AutoCloseable {
        final RedisStore store;
        final Crowd crowd = new Crowd(10_000);
        final long height;
        CompletionStage<List<ShareFate>> last;
        long sent;

        Member(RedisProcess server, long height) throws Exception {
            this.height = height;
            store = RedisStore.open(Stores.settings(Stores.to(server), "count"));
            Stores.await(store.instances().register(new Instance(crowd.journal(), "m" + height, "1", SampleShares.AT)));
            last = store.shares().commit(crowd.next(1, height, SampleShares.AT));
            Stores.await(last);
        }

        void sendUpTo(long due) {
            if (due > sent && last.toCompletableFuture().isDone()) {
                last = store.shares().commit(crowd.next((int) (due - sent), height, SampleShares.AT));
                sent = due;
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    void soDoTheyThroughFourInstances() throws Exception {
        try (RedisProcess server = RedisProcess.start(Binaries.any());
                Member first = new Member(server, 100);
                Member second = new Member(server, 101);
                Member third = new Member(server, 102);
                Member fourth = new Member(server, 103)) {
            List<Member> members = List.of(first, second, third, fourth);
            for (Member member : members) {
                Stores.await(member.store.heights().announce(member.crowd.journal(), 100, 0));
            }
            first.store.caller().read(Call.of("CONFIG", "RESETSTAT"));
            long began = System.nanoTime();
            long each = SHARES_A_SECOND * SECONDS / 4;
            while (members.stream().anyMatch(member -> member.sent < each)) {
                long due = (System.nanoTime() - began) * SHARES_A_SECOND / 4 / 1_000_000_000L;
                members.forEach(member -> member.sendUpTo(Math.min(due, each)));
                Thread.onSpinWait();
            }
            for (Member member : members) {
                Stores.await(member.last);
            }
            assertThat(roundTrips(first.store)).isBetween(1L, 4 * each / 20);
            assertThat(Stores.soundAudit(first.store).totals().shares()).isEqualTo(4 * each + 4);
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
