package io.potpool.redis;

import io.potpool.spi.InstanceHolder;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Offices that one instance holds at a time, by the server's clock. */
final class RedisLeadership implements LeadershipStore {

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;
    private final RedisInstances instances;

    RedisLeadership(RedisWriter writer, RedisCaller caller, Keys keys, RedisInstances instances) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
        this.instances = instances;
    }

    @Override
    public CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
        return writer.submit(
                Lane.VITAL,
                1,
                Change.of(
                        Call.of(Script.OFFICE, List.of(keys.offices()), List.of(office, by, ttl.toMillis(), 0)),
                        reply -> taken(office, Replies.list(reply))));
    }

    private static Optional<Leadership> taken(String office, List<@Nullable Object> parts) {
        if (!Replies.text(parts.get(0)).equals("taken")) {
            return Optional.empty();
        }
        return Optional.of(new Leadership(
                office, Replies.number(parts.get(1)), Instant.ofEpochMilli(Replies.number(parts.get(2)))));
    }

    @Override
    public CompletionStage<Void> leave(Leadership held) {
        return writer.submit(
                Lane.VITAL,
                1,
                Change.of(
                        Call.of(Script.OFFICE, List.of(keys.offices()), List.of(held.office(), "", 0, held.token()))));
    }

    @Override
    public Optional<InstanceHolder> holder(String office) {
        List<@Nullable Object> replies =
                caller.readAll(List.of(Call.of("HGET", keys.offices(), office), Call.of("TIME")));
        String value = Replies.textOrNull(replies.get(0));
        String[] parts = value == null ? new String[0] : value.split(" ", -1);
        if (parts.length != 3 || parts[0].equals("-")) {
            return Optional.empty();
        }
        long now = Replies.number(Replies.list(replies.get(1)).get(0)) * 1000;
        try {
            JournalId id = JournalId.parse(parts[0]);
            long until = Long.parseLong(parts[2]);
            return until <= now
                    ? Optional.empty()
                    : Optional.of(new InstanceHolder(
                            id, instances.nameOf(id).orElse(id.toString()), Instant.ofEpochMilli(until)));
        } catch (IllegalArgumentException damaged) {
            throw new StoreException("the office " + office + " is damaged: " + value, damaged);
        }
    }
}
