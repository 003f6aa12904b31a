package io.potpool.redis;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import io.potpool.store.Lane;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bans and the operator's lists; an operator may change the sets of the lists by hand while the pool runs. */
final class RedisPolicy implements PolicyStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisPolicy.class);
    private static final int PAGE = 1000;

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;
    private final InstantSource clock;

    RedisPolicy(RedisWriter writer, RedisCaller caller, Keys keys, InstantSource clock) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> ban(Ban ban) {
        return change(ban.origin(), Long.toString(ban.until().toEpochMilli()), ban.reason());
    }

    @Override
    public CompletionStage<Void> lift(Origin origin) {
        return change(origin, "", "");
    }

    private CompletionStage<Void> change(Origin origin, String until, String reason) {
        return writer.submit(
                Lane.POLICY,
                1,
                Change.of(Call.of(
                        Script.BAN,
                        List.of(keys.bans(), keys.banEnds()),
                        List.of(origin, until, reason, clock.millis()))));
    }

    @Override
    public CompletionStage<Void> list(AccessList list, String entry, boolean on) {
        return writer.submit(Lane.POLICY, 1, Change.of(Call.of(on ? "SADD" : "SREM", keys.list(list), entry)));
    }

    @Override
    public List<Ban> bans(Instant now) {
        List<@Nullable Object> origins = Replies.list(caller.read(
                Call.of("ZREVRANGEBYSCORE", keys.banEnds(), "+inf", "(" + now.toEpochMilli(), "LIMIT", 0, MOST_BANS)));
        List<Ban> bans = new ArrayList<>(origins.size());
        for (int from = 0; from < origins.size(); from += PAGE) {
            List<@Nullable Object> page = origins.subList(from, Math.min(from + PAGE, origins.size()));
            List<Object> arguments = new ArrayList<>();
            arguments.add(keys.bans());
            page.forEach(origin -> arguments.add(Replies.bytes(origin)));
            List<@Nullable Object> values = Replies.list(caller.read(Call.of("HMGET", arguments.toArray())));
            for (int i = 0; i < page.size(); i++) {
                read(Replies.text(page.get(i)), Replies.textOrNull(values.get(i)), bans);
            }
        }
        return bans;
    }

    private static void read(String origin, @Nullable String value, List<Ban> bans) {
        if (value == null) {
            return;
        }
        try {
            String[] parts = value.split(" ", 2);
            bans.add(new Ban(Origin.parse(origin), Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
            LOG.warn("a ban of the store is left out: {}", wrong.getMessage());
        }
    }

    @Override
    public Set<String> entries(AccessList list) {
        Set<String> entries = new HashSet<>();
        Replies.list(caller.read(Call.of("SMEMBERS", keys.list(list))))
                .forEach(entry -> entries.add(Replies.text(entry)));
        return entries;
    }
}
