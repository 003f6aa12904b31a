package io.potpool.schemes;

import io.potpool.domain.Address;
import io.potpool.ledger.Entry;
import io.potpool.rewards.PpsReward;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.BlockIncome;
import io.potpool.spi.RewardScheme;
import java.util.List;

/** Every share is paid at once its expectation, whatever becomes of blocks. */
final class PpsScheme implements RewardScheme {

    @Override
    public String id() {
        return "pps";
    }

    @Override
    public List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login) {
        return PayPerShare.credit(login, PpsReward.reward(share, terms));
    }

    @Override
    public List<Entry> onIncome(BlockIncome income) {
        return PayPerShare.income(income);
    }
}
