package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.shares.ShareOutcome;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AccessPolicy} must keep, however strict it is: nothing that happens to an honest miner is held against
 * him, and nobody pays for another.
 */
public abstract class AccessPolicyContract {

    private static final ShareOutcome GOOD = new ShareOutcome.Accepted(Wei.of(1), Difficulty.of(1), 0, false);
    private static final ShareOutcome LOW = new ShareOutcome.LowDifficulty(false);
    private static final int MANY = 10_000;

    /** Makes the policy anew, with nobody known to it; the contract closes it. */
    protected abstract AccessPolicy open();

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Visit enter(AccessPolicy policy, int from, Runnable eviction) {
        Optional<Visit> visit = policy.admit(address(from), eviction);
        assertThat(visit).as("a first connection of an address is admitted").isPresent();
        return visit.orElseThrow();
    }

    private static void send(Visit visit, ShareOutcome outcome) {
        if (visit.maySubmit()) {
            visit.judged(outcome);
        }
    }

    @Test
    public void whatHappensToHonestMinersIsNeverHeldAgainstThem() {
        AtomicInteger evicted = new AtomicInteger();
        try (AccessPolicy policy = open()) {
            Visit visit = enter(policy, 1, evicted::incrementAndGet);
            for (ShareOutcome harmless : List.of(
                    new ShareOutcome.Duplicate(),
                    new ShareOutcome.Stale(3, true),
                    new ShareOutcome.UnknownJob(),
                    new ShareOutcome.LowDifficulty(true),
                    new ShareOutcome.Overloaded(),
                    new ShareOutcome.NotRecorded(),
                    new ShareOutcome.NotReady())) {
                for (int i = 0; i < MANY; i++) {
                    assertThat(visit.maySubmit()).isTrue();
                    visit.judged(harmless);
                }
            }
            assertThat(evicted).hasValue(0);
            assertThat(policy.admit(address(1), () -> {})).isPresent();
        }
    }

    @Test
    public void aMinerOfGoodSharesIsServedForEver() {
        AtomicInteger evicted = new AtomicInteger();
        try (AccessPolicy policy = open()) {
            Visit visit = enter(policy, 1, evicted::incrementAndGet);
            for (int i = 0; i < MANY; i++) {
                assertThat(visit.maySubmit()).isTrue();
                visit.judged(GOOD);
            }
            assertThat(evicted).hasValue(0);
        }
    }

    @Test
    public void nobodyPaysForAnotherAddress() {
        AtomicInteger evicted = new AtomicInteger();
        try (AccessPolicy policy = open()) {
            Visit honest = enter(policy, 1, evicted::incrementAndGet);
            Visit flood = enter(policy, 2, () -> {});
            for (int i = 0; i < MANY; i++) {
                send(flood, LOW);
                flood.offends(Offence.MALFORMED);
            }
            assertThat(evicted).hasValue(0);
            assertThat(honest.maySubmit()).isTrue();
            honest.judged(GOOD);
            assertThat(policy.admit(address(1), () -> {})).isPresent();
            assertThat(policy.admit(address(3), () -> {})).isPresent();
        }
    }

    @Test
    public void anEvictionIsCalledAtMostOnceForAConnectionAndNotAfterItsEnd() {
        AtomicInteger evicted = new AtomicInteger();
        AtomicInteger gone = new AtomicInteger();
        try (AccessPolicy policy = open()) {
            Visit flood = enter(policy, 1, evicted::incrementAndGet);
            policy.admit(address(1), gone::incrementAndGet).ifPresent(Visit::end);
            for (int i = 0; i < MANY; i++) {
                send(flood, LOW);
                flood.offends(Offence.MALFORMED);
            }
            assertThat(evicted.get()).isLessThanOrEqualTo(1);
            assertThat(gone).hasValue(0);
        }
    }

    @Test
    public void endsMayComeTwiceAndOutcomesAfterThem() {
        try (AccessPolicy policy = open()) {
            for (int i = 0; i < 1000; i++) {
                Optional<Visit> visit = policy.admit(address(1), () -> {});
                visit.ifPresent(once -> {
                    assertThat(once.maySubmit()).isTrue();
                    once.end();
                    once.end();
                    once.judged(GOOD);
                });
            }
            assertThat(policy.admit(address(1), () -> {})).isPresent();
        }
    }

    @Test
    public void manyThreadsMayUseItAtOnce() throws InterruptedException {
        AtomicInteger evicted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (AccessPolicy policy = open()) {
            Visit shared = enter(policy, 1, evicted::incrementAndGet);
            shared.judged(warmed(shared));
            List<Thread> threads = new ArrayList<>();
            CountDownLatch go = new CountDownLatch(1);
            for (int t = 0; t < 8; t++) {
                Thread thread = new Thread(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException stop) {
                        return;
                    }
                    for (int i = 0; i < MANY; i++) {
                        if (shared.maySubmit()) {
                            shared.judged(GOOD);
                        } else {
                            refused.incrementAndGet();
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(evicted).hasValue(0);
            assertThat(refused).hasValue(0);
            assertThat(shared.maySubmit()).isTrue();
        }
    }

    private static ShareOutcome warmed(Visit visit) {
        assertThat(visit.maySubmit()).isTrue();
        return GOOD;
    }
}
