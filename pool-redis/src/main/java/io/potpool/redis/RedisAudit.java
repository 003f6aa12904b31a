package io.potpool.redis;

import io.potpool.spi.AuditReport;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.StoreException;

/**
 * Proves the balances of a store from its raw rows, also while pools run on it.
 *
 * <p>Reads in small parts and reports one moment: what came while it read is left out. Asks the pools to fold nothing
 * meanwhile, by one key that expires by itself; writes nothing else. Memory grows with the number of logins and of the
 * busiest hour's batches, not of shares.
 */
public final class RedisAudit implements StoreAudit {

    private final RedisSettings settings;

    private RedisAudit(RedisSettings settings) {
        this.settings = settings;
    }

    /** Returns the audit of a store; nothing stays open between runs. */
    public static RedisAudit of(RedisSettings settings) {
        return new RedisAudit(settings);
    }

    /** @throws StoreException if the store cannot be read, or is not one for this program and chain */
    @Override
    public AuditReport run(RewardSchemes schemes) {
        Keys keys = new Keys(settings.prefix());
        try (RedisLink link = JedisLink.open(settings.connection(), keys.routing())) {
            RedisCaller caller = new RedisCaller(link, new Waits(RedisWaiting.NONE, false, keys.beat()));
            if (!Schema.isThere(caller, keys)) {
                throw new StoreException("there is no store \"" + settings.prefix() + "\" at "
                        + settings.connection().servers() + ": no pool has run there yet");
            }
            Schema.check(caller, keys, settings);
            return AuditRun.run(caller, keys, schemes);
        }
    }
}
