package io.potpool.redis;

import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the balance of an account to what its rows say. A balance that is no number any more stops every batch with a share of
 * that account, and all behind it; one that is another number than its rows make fails the audit.
 *
 * <p>The rows are proven as by an audit: each kept share recomputed, each batch balanced, none missing or there twice, all
 * entries of all accounts summing to zero. Where anything of that fails, nothing is changed. May run beside pools.
 */
public final class RedisRepair {

    private static final int TRIES = 20;
    private static final int MOST_BITS = 62;

    private final RedisSettings settings;

    /** What became of an account. */
    public enum Outcome {
        /** It has what its rows say. */
        SOUND,
        /** It differs from its rows, and was to be left as it is. */
        DIFFERS,
        /** It has been set to what its rows say. */
        REPAIRED,
        /** Its rows prove nothing: {@link Result#faults}. */
        UNPROVEN
    }

    /**
     * An account before and after.
     *
     * @param was what was kept, in words
     * @param balance what its rows say, in wei
     * @param shares how many credited shares its rows have
     * @param faults what is wrong with the rows of the store; then balance and shares mean nothing
     */
    public record Result(Outcome outcome, String was, Wei balance, long shares, List<String> faults) {

        /** Copies the list. */
        public Result {
            faults = List.copyOf(faults);
        }
    }

    private RedisRepair(RedisSettings settings) {
        this.settings = settings;
    }

    /** Returns the repair of a store; nothing stays open between runs. */
    public static RedisRepair of(RedisSettings settings) {
        return new RedisRepair(settings);
    }

    /**
     * Repairs an account; blocks as long as an audit does.
     *
     * @param change whether to change anything
     * @throws StoreException if the store cannot be read, nobody has such an account, or it keeps changing meanwhile
     */
    public Result run(Account account, RewardSchemes schemes, boolean change) {
        Keys keys = new Keys(settings.prefix());
        try (RedisLink link = JedisLink.open(settings.connection(), keys.routing())) {
            RedisCaller plain = new RedisCaller(link, new Waits(RedisWaiting.NONE, false, keys.beat()));
            if (!Schema.isThere(plain, keys)) {
                throw new StoreException("there is no store \"" + settings.prefix() + "\" at "
                        + settings.connection().servers());
            }
            Schema.check(plain, keys, settings);
            RedisWaiting waiting = settings.connection().waiting();
            Waits waits = new Waits(waiting, waiting.fsync() && RedisDurability.knowsWaitAof(plain), keys.beat());
            return run(new RedisCaller(link, waits), keys, account.name(), schemes, change);
        }
    }

    private Result run(RedisCaller caller, Keys keys, String account, RewardSchemes schemes, boolean change) {
        for (int tries = 0; tries < TRIES; tries++) {
            Proof proof = AuditRun.prove(caller, keys, schemes, account);
            if (proof.isOfNobody()) {
                throw new StoreException("there is no account " + account);
            }
            Outcome outcome = outcome(proof, change);
            if (outcome != Outcome.REPAIRED || repaired(caller, keys, account, proof)) {
                return new Result(outcome, words(proof.kept()), new Wei(proof.wei()), proof.shares(), proof.faults());
            }
        }
        throw new StoreException("account " + account + " kept changing; try again");
    }

    private static Outcome outcome(Proof proof, boolean change) {
        if (!proof.faults().isEmpty()) {
            return Outcome.UNPROVEN;
        }
        if (proof.isKept()) {
            return Outcome.SOUND;
        }
        return change ? Outcome.REPAIRED : Outcome.DIFFERS;
    }

    /** Returns false if the account is not what it was when its rows were read. */
    private boolean repaired(RedisCaller caller, Keys keys, String account, Proof proof) {
        if (Amounts.gwei(proof.wei()).bitLength() > MOST_BITS) {
            throw new StoreException("the rows of account " + account + " make more than any account can have");
        }
        Snapshot.Kept kept = proof.kept();
        String now = Amounts.gwei(proof.wei()) + " " + Amounts.below(proof.wei()) + " " + proof.shares();
        String note = settings.clock().instant() + " " + account + ": " + words(kept) + ", set to " + now;
        Object reply = caller.write(List.of(Call.of(
                        Script.REPAIR,
                        List.of(keys.account(account), keys.accounts(), keys.repairs()),
                        List.of(
                                account,
                                marked(kept.raw.get(0)),
                                marked(kept.raw.get(1)),
                                marked(kept.raw.get(2)),
                                Amounts.gwei(proof.wei()),
                                Amounts.below(proof.wei()),
                                proof.shares(),
                                note))))
                .get(0);
        if (reply instanceof ErrorReply error) {
            throw new StoreException("Redis refused the repair: " + error.message());
        }
        return Replies.text(reply).equals("ok");
    }

    private static byte[] marked(@Nullable Object value) {
        return Swap.marked(value == null ? null : Replies.bytes(value));
    }

    private static String words(Snapshot.Kept kept) {
        return "gwei " + word(kept.gwei) + ", wei below " + word(kept.below) + ", shares " + word(kept.shares);
    }

    private static String word(@Nullable String value) {
        return value == null ? "none" : "\"" + value + "\"";
    }
}
