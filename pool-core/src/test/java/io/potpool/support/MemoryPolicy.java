package io.potpool.support;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Bans and lists in memory, which a test can take away. */
public final class MemoryPolicy implements PolicyStore {

    private final Map<Origin, Ban> bans = new ConcurrentHashMap<>();
    private final Map<AccessList, Set<String>> lists = new EnumMap<>(AccessList.class);
    private final Executor writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "memory-policy");
        thread.setDaemon(true);
        return thread;
    });
    public volatile boolean away;

    private synchronized <T> T reach(Supplier<T> work) {
        if (away) {
            throw new IllegalStateException("the store is away");
        }
        return work.get();
    }

    private CompletionStage<Void> change(Runnable work) {
        return CompletableFuture.runAsync(
                () -> reach(() -> {
                    work.run();
                    return true;
                }),
                writer);
    }

    @Override
    public CompletionStage<Void> ban(Ban ban) {
        return change(() -> bans.put(ban.origin(), ban));
    }

    @Override
    public CompletionStage<Void> lift(Origin origin) {
        return change(() -> bans.remove(origin));
    }

    @Override
    public List<Ban> bans(Instant now) {
        return reach(() -> bans.values().stream()
                .filter(ban -> ban.until().isAfter(now))
                .sorted(Comparator.comparing(Ban::until).reversed())
                .limit(MOST_BANS)
                .toList());
    }

    @Override
    public CompletionStage<Void> list(AccessList list, String entry, boolean on) {
        return change(() -> {
            Set<String> entries = lists.computeIfAbsent(list, unused -> new HashSet<>());
            var changed = on ? entries.add(entry) : entries.remove(entry);
        });
    }

    @Override
    public Set<String> entries(AccessList list) {
        return reach(() -> Set.copyOf(lists.getOrDefault(list, Set.of())));
    }
}
