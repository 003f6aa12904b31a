package io.potpool.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A real master with a replica, watched by three real Sentinels. */
final class SentinelServers implements AutoCloseable {

    private static final String NAME = "pool";

    private final RedisProcess first;
    private final RedisProcess second;
    private final List<RedisProcess> sentinels = new ArrayList<>();

    SentinelServers(Path binary) {
        first = RedisProcess.start(binary);
        second = RedisProcess.start(binary, "--replicaof", "127.0.0.1", "" + first.port());
        for (int i = 0; i < 3; i++) {
            sentinels.add(RedisProcess.sentinel(
                    binary,
                    "sentinel monitor " + NAME + " 127.0.0.1 " + first.port() + " 2\n"
                            + "sentinel down-after-milliseconds " + NAME + " 1000\n"
                            + "sentinel failover-timeout " + NAME + " 5000\n"));
        }
        Awaitility.await("the replica follows and the Sentinels know each other")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(this::isReady);
    }

    private boolean isReady() {
        try {
            boolean known = true;
            for (RedisProcess sentinel : sentinels) {
                known &= sentinel.command("INFO sentinel").contains("slaves=1,sentinels=3");
            }
            return known && first.command("INFO replication").contains("state=online");
        } catch (IOException notYet) {
            return false;
        }
    }

    RedisConnection connection() {
        return RedisConnection.of(new RedisServers.Sentinel(
                NAME, sentinels.stream().map(RedisProcess::address).toList(), Optional.empty()));
    }

    RedisProcess first() {
        return first;
    }

    /** Kills the master and waits until the replica is one. */
    void failOver() {
        first.kill();
        awaitPromotion();
    }

    void awaitPromotion() {
        Awaitility.await("the replica is master, and the Sentinels say so")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> second.command("INFO replication").contains("role:master")
                        && allSay("SENTINEL get-master-addr-by-name " + NAME, "" + second.port()));
    }

    private boolean allSay(String question, String answer) throws IOException {
        for (RedisProcess sentinel : sentinels) {
            if (!sentinel.command(question).contains(answer)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        second.close();
        first.close();
    }
}
