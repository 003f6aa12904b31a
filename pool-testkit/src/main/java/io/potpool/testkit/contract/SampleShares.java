package io.potpool.testkit.contract;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.ShareCredit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shares for tests of stores: paid by the bundled schemes, and the same for the same numbers. */
public final class SampleShares {

    /** The instance that writes records. */
    public static final JournalId INSTANCE = new JournalId(0x0123456789abcdefL, 42);

    /** A miner. */
    public static final Address ALICE = Address.parse("0x" + "a1".repeat(20));

    /** Another miner. */
    public static final Address BOB = Address.parse("0x" + "b0".repeat(20));

    /** When the shares were read. */
    public static final Instant AT = Instant.parse("2026-01-01T10:20:30.456Z");

    /** Pay on Target with a fee. */
    public static final RewardTerms POT = terms("0.8", "1.5", "0.015", "pot");

    /** Plain PPS without a fee. */
    public static final RewardTerms PPS = terms("0", "0", "0", "pps");

    private static final Map<String, RewardScheme> SCHEMES = BundledSchemes.all();
    private static final Wei REWARD = Wei.parse("2048000000000000001");
    private static final Difficulty NETWORK = Difficulty.of(3_000_000_000_000_000L);

    private SampleShares() {}

    private static RewardTerms terms(String a, String cap, String fee, String scheme) {
        return new RewardTerms(new BigDecimal(a), new BigDecimal(cap), new BigDecimal(fee), LagRule.UNCLE, scheme);
    }

    /** Returns the schemes that the shares are paid by. */
    public static RewardSchemes schemes() {
        return id -> Optional.ofNullable(SCHEMES.get(id));
    }

    /** Returns the seal hash of a height. */
    public static Hash256 header(long height) {
        return new Hash256(height * 0x9e3779b97f4a7c15L, 1, 2, height);
    }

    /** Returns a share of that height and nonce, paid by Pay on Target. */
    public static ShareCredit share(Address login, long height, long nonce) {
        long difficulty = 4_000_000_000L + nonce % 7;
        ShareFacts facts = new ShareFacts(
                header(height),
                new Nonce(nonce),
                height,
                NETWORK,
                REWARD,
                Difficulty.of(difficulty),
                Difficulty.of(difficulty * (1 + nonce % 11)),
                nonce % 5 == 4 ? new Ratio(1, 32) : Ratio.ONE);
        return paid(facts, POT, login);
    }

    /** Returns a share that is worth a whole block reward of {@code wei}. */
    public static ShareCredit worth(Wei wei, Address login, long height, long nonce) {
        Difficulty whole = Difficulty.of(1000);
        ShareFacts facts =
                new ShareFacts(header(height), new Nonce(nonce), height, whole, wei, whole, whole, Ratio.ONE);
        return paid(facts, PPS, login);
    }

    /** Returns a share of these facts, paid as the terms say. */
    public static ShareCredit paid(ShareFacts facts, RewardTerms terms, Address login) {
        RewardScheme scheme = schemes().byId(terms.schemeId()).orElseThrow();
        return new ShareCredit(facts, terms, login, "rig-1", AT, scheme.onShare(facts, terms, login));
    }

    /** Returns a batch of {@code count} shares of a height, whose nonces begin at {@code firstNonce}. */
    public static CreditBatch batch(
            JournalId journal, long sequence, Address login, long height, long firstNonce, int count) {
        List<ShareCredit> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(share(login, height, firstNonce + i));
        }
        return new CreditBatch(journal, sequence, List.copyOf(shares));
    }
}
