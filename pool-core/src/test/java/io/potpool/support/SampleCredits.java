package io.potpool.support;

import static io.potpool.support.TestChain.ALICE;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import io.potpool.terms.Terms;
import java.util.ArrayList;
import java.util.List;

/** Credits for tests, the same for the same numbers. */
public final class SampleCredits {

    private static final Terms TERMS = TestTerms.pps(10);

    private SampleCredits() {}

    public static ShareCredit share(long height, long nonce) {
        ShareFacts facts = new ShareFacts(
                new Hash256(height, 2, 3, 4),
                new Nonce(nonce),
                height,
                Difficulty.of(1000),
                Wei.of(2_000_000),
                Difficulty.of(10),
                Difficulty.of(10 + nonce % 100),
                Ratio.ONE);
        Wei pay = Wei.of(1000 + nonce % 1000);
        return new ShareCredit(
                facts,
                TERMS.reward(),
                ALICE,
                "rig-" + nonce % 10,
                TestChain.START.plusMillis(nonce),
                Entry.transfer(Account.SHARES, Account.of(ALICE), pay));
    }

    /** Returns a batch whose nonces no other sequence has. */
    public static CreditBatch batch(JournalId journal, long sequence, int count) {
        List<ShareCredit> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(share(100 + sequence % 5, sequence * 1000 + i));
        }
        return new CreditBatch(journal, sequence, List.copyOf(shares));
    }
}
