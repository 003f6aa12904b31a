package io.potpool.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.PotReward;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.BlockIncome;
import io.potpool.spi.RewardScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundledSchemesTest {

    private static final Address LOGIN = Address.parse("0x" + "ab".repeat(20));
    private static final RewardTerms TERMS = RewardTerms.parse("pot a=0.8 cap=1.5 fee=0.01 lag=uncle");
    private static final ShareFacts SHARE = new ShareFacts(
            Hash256.ZERO,
            new Nonce(1),
            1_000,
            Difficulty.of(1_000_000),
            Wei.parse("3000000000000000000"),
            Difficulty.of(700),
            Difficulty.of(40_000),
            Ratio.ONE);

    private final RewardScheme pot = scheme("pot");
    private final RewardScheme pps = scheme("pps");

    @Test
    void shareIsCreditedAgainstTheContraAccount() {
        Wei reward = PotReward.reward(SHARE, TERMS);
        assertThat(pot.onShare(SHARE, TERMS, LOGIN))
                .containsExactly(new Entry(Account.of(LOGIN), reward), new Entry(Account.SHARES, reward.negated()));
    }

    @Test
    void ppsIgnoresTheHash() {
        assertThat(pps.onShare(SHARE, TERMS, LOGIN))
                .contains(new Entry(Account.of(LOGIN), Wei.parse("2079000000000000")));
    }

    @Test
    void shareWithoutPayMakesNoEntries() {
        RewardTerms unpaid = RewardTerms.parse("pot a=0.8 cap=1.5 fee=1 lag=uncle");
        assertThat(pot.onShare(SHARE, unpaid, LOGIN)).isEmpty();
        assertThat(pps.onShare(SHARE, unpaid, LOGIN)).isEmpty();
    }

    @Test
    void blockIncomeStaysWithThePoolAndIsReversedExactly() {
        BlockIncome income = new BlockIncome(Hash256.ZERO, 5, Wei.of(1_000), LOGIN, List.of());
        for (RewardScheme scheme : List.of(pot, pps)) {
            assertThat(scheme.onIncome(income)).contains(new Entry(Account.INCOME, Wei.of(1_000)));
            assertThat(scheme.onReversal(income)).contains(new Entry(Account.INCOME, Wei.of(-1_000)));
            assertThat(Entry.balanced(scheme.onIncome(income))).isTrue();
        }
    }

    private static RewardScheme scheme(String id) {
        RewardScheme scheme = BundledSchemes.all().get(id);
        assertThat(scheme).isNotNull();
        assertThat(scheme.id()).isEqualTo(id);
        return scheme;
    }
}
