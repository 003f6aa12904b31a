package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The version of what is kept under the keys. A store says which version wrote last and the least one that may work with
 * it. A program of the next version leaves the least where it is for as long as it can work with what the present one
 * writes, and writes nothing that this one would misread: so two adjacent versions run side by side while instances are
 * replaced one by one.
 */
final class Schema {

    /** What this program writes. */
    static final int VERSION = 1;

    private static final List<Integer> SERVER = List.of(6, 2);

    private Schema() {}

    /** Returns whether there is a store, or what is left of one. */
    static boolean isThere(RedisCaller caller, Keys keys) {
        Object there = caller.read(Call.of("EXISTS", signs(keys).toArray()));
        return there instanceof Long count && count > 0;
    }

    /** What says which store it is, and what no store has without it. */
    private static List<Object> signs(Keys keys) {
        return List.of(
                keys.meta(),
                keys.marks(),
                keys.gaps(),
                keys.state(),
                keys.jobs(),
                keys.hours(),
                keys.accounts(),
                keys.postings(),
                keys.history());
    }

    /** @throws StoreException in words for the operator, if this program must not use the store */
    static void check(RedisCaller caller, Keys keys, RedisSettings settings) {
        String where = "the store \"" + settings.prefix() + "\" at "
                + settings.connection().servers();
        checkServer(caller, where);
        List<@Nullable Object> said = Replies.list(caller.read(
                Call.of(Script.OPEN, signs(keys), List.of(VERSION, settings.chainName(), settings.chainId()))));
        if (said.isEmpty()) {
            throw new StoreException(
                    where + " has lost its key " + keys.meta() + ", while others are there: restore it from"
                            + " a backup, or, if this is the pool's store, with: HSET "
                            + LostMeta.fields(caller, keys, settings));
        }
        long least = Replies.number(said.get(1));
        if (least > VERSION) {
            throw new StoreException(where + " has schema version " + Replies.number(said.get(0))
                    + ", which needs a program that knows version " + least + "; this one knows " + VERSION
                    + ": upgrade this instance");
        }
        String chain = Replies.textOrNull(said.get(2));
        long chainId = Replies.number(said.get(3));
        if (!settings.chainName().equals(chain) || chainId != settings.chainId()) {
            throw new StoreException(where + " belongs to the chain " + chain + " (chain id " + chainId + "), not to "
                    + settings.chainName() + " (chain id " + settings.chainId()
                    + "): give each chain a prefix of its own");
        }
    }

    private static void checkServer(RedisCaller caller, String where) {
        String version = RedisDurability.field(caller.ask(Call.of("INFO", "server")), "redis_version");
        if (version == null) {
            return;
        }
        String[] parts = version.split("\\.");
        int major = part(parts, 0);
        if (major < SERVER.get(0) || major == SERVER.get(0) && part(parts, 1) < SERVER.get(1)) {
            throw new StoreException(where + " is on Redis " + version + "; 6.2 or later is needed");
        }
    }

    private static int part(String[] parts, int index) {
        return parts.length > index && parts[index].matches("[0-9]{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }
}
