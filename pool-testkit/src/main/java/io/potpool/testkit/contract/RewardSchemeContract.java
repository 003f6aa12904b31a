package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.BlockIncome;
import io.potpool.spi.RewardScheme;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RewardScheme} owes the pool. Extend it, give {@link #create} and run it with JUnit.
 */
public abstract class RewardSchemeContract {

    private static final Address MINER = Address.parse("0x" + "a1".repeat(20));
    private static final int SHARES = 200;

    /** Returns a new instance of the scheme. */
    protected abstract RewardScheme create();

    /** Returns terms that the scheme is used with; Pay on Target with a = 0.8 unless overridden. */
    protected RewardTerms terms() {
        return new RewardTerms(
                new BigDecimal("0.8"), new BigDecimal("1.5"), new BigDecimal("0.01"), LagRule.UNCLE, create().id());
    }

    private static ShareFacts share(Random random) {
        Difficulty network = Difficulty.of(1_000_000 + random.nextInt(1_000_000));
        Difficulty effective = Difficulty.of(1 + random.nextInt(10_000));
        BigInteger actual = effective.value().multiply(BigInteger.valueOf(1 + random.nextInt(1000)));
        Ratio lag = random.nextInt(4) == 0 ? new Ratio(1, 32) : Ratio.ONE;
        return new ShareFacts(
                new Hash256(random.nextLong(), 1, 2, 3),
                new Nonce(random.nextLong()),
                random.nextInt(1_000_000),
                network,
                Wei.of(2_000_000_000_000_000_000L),
                effective,
                new Difficulty(actual),
                lag);
    }

    private static List<ShareFacts> shares() {
        Random random = new Random(20261124);
        List<ShareFacts> shares = new ArrayList<>();
        for (int i = 0; i < SHARES; i++) {
            shares.add(share(random));
        }
        return shares;
    }

    private static BlockIncome income() {
        return new BlockIncome(
                new Hash256(1, 2, 3, 4),
                1234,
                Wei.of(2_000_000_000_000_000_000L),
                MINER,
                List.of(
                        new BlockIncome.Work(MINER, Difficulty.of(10)),
                        new BlockIncome.Work(Address.parse("0x" + "b0".repeat(20)), Difficulty.of(30))));
    }

    private static Wei of(Account account, List<Entry> entries) {
        Wei sum = Wei.ZERO;
        for (Entry entry : entries) {
            if (entry.account().equals(account)) {
                sum = sum.plus(entry.amount());
            }
        }
        return sum;
    }

    @Test
    public void theEntriesOfEveryShareSumToZero() {
        RewardScheme scheme = create();
        for (ShareFacts share : shares()) {
            assertThat(Entry.balanced(scheme.onShare(share, terms(), MINER))).isTrue();
        }
    }

    @Test
    public void aShareNeverCostsItsMiner() {
        RewardScheme scheme = create();
        for (ShareFacts share : shares()) {
            assertThat(of(Account.of(MINER), scheme.onShare(share, terms(), MINER))
                            .signum())
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    public void aNewInstanceAndARepeatedCallGiveTheSameEntries() {
        RewardScheme first = create();
        for (ShareFacts share : shares()) {
            List<Entry> once = first.onShare(share, terms(), MINER);
            assertThat(first.onShare(share, terms(), MINER)).isEqualTo(once);
            assertThat(create().onShare(share, terms(), MINER)).isEqualTo(once);
        }
    }

    @Test
    public void theOrderOfSharesDoesNotMatter() {
        RewardScheme forward = create();
        RewardScheme backward = create();
        List<ShareFacts> shares = shares();
        List<List<Entry>> seen = new ArrayList<>();
        shares.forEach(share -> seen.add(forward.onShare(share, terms(), MINER)));
        for (int i = shares.size() - 1; i >= 0; i--) {
            assertThat(backward.onShare(shares.get(i), terms(), MINER)).isEqualTo(seen.get(i));
        }
    }

    @Test
    public void manyThreadsGetTheSameEntries() throws Exception {
        RewardScheme scheme = create();
        List<List<Entry>> expected = shares().stream()
                .map(share -> create().onShare(share, terms(), MINER))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<List<List<Entry>>> task = () -> shares().stream()
                    .map(share -> scheme.onShare(share, terms(), MINER))
                    .toList();
            for (Future<List<List<Entry>>> result : threads.invokeAll(List.of(task, task, task, task))) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void incomeSumsToZeroAndItsReversalUndoesIt() {
        RewardScheme scheme = create();
        List<Entry> income = scheme.onIncome(income());
        List<Entry> all = new ArrayList<>(income);
        all.addAll(scheme.onReversal(income()));

        assertThat(Entry.balanced(income)).isTrue();
        all.forEach(entry -> assertThat(of(entry.account(), all)).isEqualTo(Wei.ZERO));
    }
}
