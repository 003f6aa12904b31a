package io.potpool.redis;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.ShareCredit;
import io.potpool.testkit.contract.SampleShares;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Shares of many miners with two workers each, in turn. */
final class Crowd {

    private static final RewardScheme POT =
            Objects.requireNonNull(BundledSchemes.all().get("pot"));
    private static final Wei REWARD = Wei.parse("2048000000000000001");
    private static final Difficulty NETWORK = Difficulty.of(3_000_000_000_000_000L);

    private final int miners;
    private final JournalId journal = JournalId.random();
    private long sequence;
    private long share;

    Crowd(int miners) {
        this.miners = miners;
    }

    static Address login(int miner) {
        return new Address(String.format("0x%040x", 0xabcdef0000000L + miner));
    }

    /** Returns the next batch, of the next workers in turn. */
    CreditBatch next(int shares, long height, Instant at) {
        List<ShareCredit> credits = new ArrayList<>(shares);
        for (int i = 0; i < shares; i++) {
            credits.add(credit(height, at));
        }
        return new CreditBatch(journal, ++sequence, credits);
    }

    private ShareCredit credit(long height, Instant at) {
        long number = share++;
        Address login = login((int) (number / 2 % miners));
        Difficulty difficulty = Difficulty.of(4_000_000_000L);
        ShareFacts facts = new ShareFacts(
                SampleShares.header(height),
                new Nonce(number * 0x9e3779b97f4a7c15L),
                height,
                NETWORK,
                REWARD,
                difficulty,
                Difficulty.of(4_000_000_000L + number % 9_000_000_000L),
                Ratio.ONE);
        return new ShareCredit(
                facts, SampleShares.POT, login, "rig-" + number % 2, at, POT.onShare(facts, SampleShares.POT, login));
    }

    JournalId journal() {
        return journal;
    }

    long shares() {
        return share;
    }
}
