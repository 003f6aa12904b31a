package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.spi.AuditReport;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Short forms for tests of the store; servers are started once and shared, each test has a prefix of its own. */
final class Stores {

    private static final Map<Path, RedisProcess> SHARED = new ConcurrentHashMap<>();

    private Stores() {}

    /** Returns a server of this binary that all tests share. */
    static RedisProcess shared(Path binary) {
        return SHARED.computeIfAbsent(binary, RedisProcess::start);
    }

    static RedisConnection to(RedisProcess server) {
        return RedisConnection.of(new RedisServers.Standalone(server.address()));
    }

    static String freshPrefix() {
        return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    /** Returns the prefix that a directory stands for: the same at every open. */
    static String prefix(Path dir) {
        return "t" + Integer.toHexString(dir.toString().hashCode());
    }

    /** Settings whose clock stands where the sample shares were read, so that nothing folds by itself. */
    static RedisSettings settings(RedisConnection connection, String prefix) {
        return RedisSettings.of(connection, prefix, "classic", 61).withClock(() -> SampleShares.AT);
    }

    static RedisStore open(RedisConnection connection, Path dir) {
        return RedisStore.open(settings(connection, prefix(dir)));
    }

    static RedisStore open(RedisConnection connection, Path dir, InstantSource clock) {
        return RedisStore.open(settings(connection, prefix(dir)).withClock(clock));
    }

    /** Returns what puts all keys of a store back to how they are now, as a failover to a copy that was behind does. */
    static Runnable copyOf(PoolStore store) {
        RedisCaller caller = ((RedisStore) store).caller();
        String all = ((RedisStore) store).keys().routing() + "*";
        Map<String, byte[]> copy = new HashMap<>();
        for (String key : keys(caller, all)) {
            copy.put(key, Replies.bytes(caller.read(Call.of("DUMP", key))));
        }
        return () -> {
            keys(caller, all).forEach(key -> caller.read(Call.of("DEL", key)));
            copy.forEach((key, value) -> caller.read(Call.of("RESTORE", key, 0, value)));
        };
    }

    private static List<String> keys(RedisCaller caller, String pattern) {
        return Replies.list(caller.read(Call.of("KEYS", pattern))).stream()
                .map(Replies::text)
                .toList();
    }

    static void tidy(PoolStore store) {
        assertThat(((RedisStore) store).tidy()).isTrue();
    }

    static void forget(PoolStore store, JournalId id) {
        ((RedisStore) store).forget(id).toCompletableFuture().join();
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static CompletionStage<List<ShareFate>> send(
            RedisStore store, JournalId journal, long sequence, Address login, long height, int count) {
        return store.shares().commit(SampleShares.batch(journal, sequence, login, height, sequence * 1000, count));
    }

    static AuditReport soundAudit(RedisStore store) {
        AuditReport report = store.audit().run(SampleShares.schemes());
        assertThat(report.faults()).isEmpty();
        return report;
    }
}
