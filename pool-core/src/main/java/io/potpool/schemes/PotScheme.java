package io.potpool.schemes;

import io.potpool.domain.Address;
import io.potpool.ledger.Entry;
import io.potpool.rewards.PotCurves;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.BlockIncome;
import io.potpool.spi.RewardScheme;
import java.util.List;

/** Every share is paid at once by Pay on Target, whatever becomes of blocks. */
final class PotScheme implements RewardScheme {

    private final PotCurves curves = new PotCurves();

    @Override
    public String id() {
        return "pot";
    }

    @Override
    public List<Entry> onShare(ShareFacts share, RewardTerms terms, Address login) {
        return PayPerShare.credit(login, curves.reward(share, terms));
    }

    @Override
    public List<Entry> onIncome(BlockIncome income) {
        return PayPerShare.income(income);
    }
}
