package io.potpool.redis;

import io.potpool.spi.HeightStore;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerReader;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareStore;
import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.StoreException;
import io.potpool.spi.TermsStore;
import io.potpool.store.Alarm;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store that the instances of a pool share: Redis 6.2 or later, one server, with Sentinel or as a Cluster.
 *
 * <p>One thread writes: what waits together goes to the server in one go, solutions, heights and terms ahead of shares. At
 * most 1,024 changes of each kind wait; one more fails at once with {@link StoreException}. A change whose reply does not
 * come fails with it too, its fate unknown: repeat it; a batch repeated under its number is applied once. Stages complete
 * on the writer's thread: what depends on them must not block.
 *
 * <p>Durable is what the server's settings and {@link RedisWaiting} make durable: see {@link RedisDurability}. Balances are
 * exact up to 9.2 * 10^9 coins an account; a batch beyond that is refused whole. Shares are kept one by one for a time, then
 * folded into hourly, daily and at last one sum of their login. The outcomes of a journal's last 1,000 batches are kept
 * until it is silent for 30 days; a repeat of an older one is answered as late duplicates and pays nothing.
 */
public final class RedisStore implements PoolStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);

    /** With so many instances or more the grouping grows no further. */
    private static final int MOST_GROUPING = 8;

    private final RedisLink link;
    private final Keys keys;
    private final RedisCaller caller;
    private final RedisWriter writer;
    private final Unsettled unsettled = new Unsettled();
    private final RedisShares shares;
    private final RedisTerms terms;
    private final RedisHeights heights;
    private final RedisSolutions solutions;
    private final RedisPolicy policy;
    private final RedisInstances instances;
    private final RedisLeadership leadership;
    private final RedisLedger ledger;
    private final RedisHistory history;
    private final Tidying tidying;

    private RedisStore(RedisSettings settings, RedisLink link, Keys keys, RedisCaller caller, Latest latest) {
        this.link = link;
        this.keys = keys;
        this.caller = caller;
        Alarm alarm = new Alarm(LOG, settings.metrics(), System::nanoTime);
        Rates rates = new Rates(keys, settings.clock(), System::nanoTime);
        writer = new RedisWriter(
                caller,
                alarm,
                settings.metrics(),
                () -> settings.grouping().multipliedBy(Math.max(1, Math.min(latest.instances(), MOST_GROUPING))),
                rates,
                () -> unsettled.fail(new StoreException("the store is closed")));
        shares = new RedisShares(writer, caller, keys, settings.clock(), alarm, rates);
        terms = new RedisTerms(writer, caller, keys, unsettled, latest);
        heights = new RedisHeights(writer, caller, keys, unsettled, latest);
        solutions = new RedisSolutions(writer, caller, keys);
        policy = new RedisPolicy(writer, caller, keys, settings.clock());
        instances = new RedisInstances(writer, caller, keys, unsettled, latest, settings.silence());
        leadership = new RedisLeadership(writer, caller, keys, instances);
        ledger = new RedisLedger(writer, caller, keys);
        history = new RedisHistory(writer, caller, keys);
        tidying = new Tidying(caller, keys, terms, settings, alarm);
        settings.metrics().gauge("store.unsettled", unsettled::size);
    }

    /**
     * Opens the store of a prefix, creating it if there is none. Blocks for some of the connection's time-outs at most.
     *
     * @throws StoreException if the servers cannot be reached, are older than 6.2, or the store belongs to another chain or
     *     to a newer program; the message is for the operator
     */
    public static RedisStore open(RedisSettings settings) {
        Keys keys = new Keys(settings.prefix());
        RedisLink link = JedisLink.open(settings.connection(), keys.routing());
        try {
            RedisCaller plain = new RedisCaller(link, new Waits(RedisWaiting.NONE, false, keys.beat()));
            Schema.check(plain, keys, settings);
            Latest latest = new Latest();
            latest.read(plain.read(Call.of("HMGET", keys.state(), "announced", "best", "least")));
            RedisWaiting waiting = settings.connection().waiting();
            Waits waits = new Waits(waiting, waiting.fsync() && RedisDurability.knowsWaitAof(plain), keys.beat());
            RedisStore store = new RedisStore(settings, link, keys, new RedisCaller(link, waits), latest);
            store.writer.start();
            store.tidying.start();
            return store;
        } catch (RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    @Override
    public ShareStore shares() {
        return shares;
    }

    @Override
    public TermsStore terms() {
        return terms;
    }

    @Override
    public HeightStore heights() {
        return heights;
    }

    @Override
    public SolutionStore solutions() {
        return solutions;
    }

    @Override
    public PolicyStore policy() {
        return policy;
    }

    @Override
    public InstanceStore instances() {
        return instances;
    }

    @Override
    public LeadershipStore leadership() {
        return leadership;
    }

    @Override
    public LedgerStore ledger() {
        return ledger;
    }

    @Override
    public HistoryStore history() {
        return history;
    }

    @Override
    public LedgerReader ledgerReader() {
        return new RedisLedgerReader(caller, keys);
    }

    @Override
    public StoreAudit audit() {
        return schemes -> AuditRun.run(caller, keys, schemes);
    }

    /** Returns the role that has the work from which hash rates are shown. */
    public RedisHashrates hashrates() {
        return new RedisHashrates(caller, keys);
    }

    /** Takes an instance off the register at once; the others learn that it is gone and end its leases. */
    public CompletionStage<Void> forget(JournalId id) {
        return instances.forget(id);
    }

    /** Does at once what else is done hourly; false if an audit or another instance was in the way. */
    boolean tidy() {
        return tidying.run();
    }

    Keys keys() {
        return keys;
    }

    RedisCaller caller() {
        return caller;
    }

    /** Sends what was handed over, for some seconds at most, and closes the connections. Idempotent. */
    @Override
    public void close() {
        tidying.close();
        writer.close();
        link.close();
    }
}
