package io.potpool.redis;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Compares the store with the pattern of the family's pools, one MULTI for each share, on the same server in the same run.
 * Both send from one thread; the pattern's commands are those of its {@code WriteShare}, eleven in a transaction.
 */
final class Throughput {

    /** Shares a second of both ways. */
    private record Result(double store, double pattern) {

        double factor() {
            return store / pattern;
        }
    }

    private static final int BATCH = 1024;
    private static final int UNDER_WAY = 2;

    private Throughput() {}

    /** Arguments: a server binary and, if wanted, seconds for each way in each round, and rounds. */
    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        for (String fsync : List.of("always", "everysec")) {
            // no snapshots or rewrites meanwhile: a copy of the server would take one of few processors from either way
            List<String> options = List.of(
                    "--save", "", "--auto-aof-rewrite-percentage", "0", "--appendonly", "yes", "--appendfsync", fsync);
            try (RedisProcess server = RedisProcess.start(Path.of(arguments[0]), options)) {
                RedisConnection connection = Stores.to(server);
                store(connection, 2);
                pattern(connection, 1);
                for (int round = 0; round < rounds; round++) {
                    Result result = new Result(store(connection, seconds), pattern(connection, seconds));
                    System.out.printf(
                            "appendfsync %s: store %.0f shares/s, one MULTI a share %.0f shares/s, factor %.1f%n",
                            fsync, result.store(), result.pattern(), result.factor());
                }
            }
        }
    }

    private static double store(RedisConnection connection, long seconds) throws Exception {
        Crowd crowd = new Crowd(10_000);
        List<CreditBatch> ready = new ArrayList<>();
        // the shares are made before, as the pool's verifier threads make them
        for (int i = 0; i < seconds * 250; i++) {
            ready.add(crowd.next(BATCH, 100 + i / 500, SampleShares.AT));
        }
        Deque<CompletionStage<List<ShareFate>>> open = new ArrayDeque<>();
        try (RedisStore store = RedisStore.open(Stores.settings(connection, Stores.freshPrefix()))) {
            long began = System.nanoTime();
            long done = 0;
            for (CreditBatch batch : ready) {
                open.add(store.shares().commit(batch));
                if (open.size() == UNDER_WAY) {
                    done += Stores.await(open.remove()).size();
                }
                if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(seconds)) {
                    break;
                }
            }
            while (!open.isEmpty()) {
                done += Stores.await(open.remove()).size();
            }
            return done * 1e9 / (System.nanoTime() - began);
        }
    }

    private static double pattern(RedisConnection connection, long seconds) {
        try (RedisLink link = JedisLink.open(connection, "potpool:{old}:")) {
            long began = System.nanoTime();
            long shares = 0;
            while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
                String login = Crowd.login((int) (shares / 2 % 10_000)).text();
                long ms = System.currentTimeMillis();
                link.exchange(List.of(
                        RedisCommand.of("MULTI"),
                        RedisCommand.of("ZADD", "eth:pow", 100, "0x" + Long.toHexString(shares) + ":h:m"),
                        RedisCommand.of("ZREMRANGEBYSCORE", "eth:pow", "-inf", "(92"),
                        RedisCommand.of("HINCRBY", "eth:shares:roundCurrent", login, 4_000_000_000L),
                        RedisCommand.of(
                                "ZADD", "eth:hashrate", ms / 1000, "4000000000:" + login + ":rig:" + ms + shares),
                        RedisCommand.of("ZADD", "eth:hashrate:" + login, ms / 1000, "4000000000:rig:" + ms + shares),
                        RedisCommand.of("EXPIRE", "eth:hashrate:" + login, 10_800),
                        RedisCommand.of("HSET", "eth:miners:" + login, "lastShare", ms / 1000),
                        RedisCommand.of("HSET", "eth:miners:" + login, "lastShareDiff", 4_000_000_000L),
                        RedisCommand.of("HINCRBYFLOAT", "eth:miners:" + login, "balance", "2733.123"),
                        RedisCommand.of("HINCRBYFLOAT", "eth:miners:" + login, "minedShort", "2733.123"),
                        RedisCommand.of("HINCRBY", "eth:stats", "roundShares", 4_000_000_000L),
                        RedisCommand.of("EXEC")));
                shares++;
            }
            return shares * 1e9 / (System.nanoTime() - began);
        }
    }
}
