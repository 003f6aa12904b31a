package io.potpool.terms;

import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.spi.Agreement;
import io.potpool.spi.JournalId;
import io.potpool.support.TestTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TermsLogTest {

    private static final NoncePrefix PREFIX = NoncePrefix.parse("a2ee01");
    private static final Nonce UNDER = Nonce.parse("a2ee01cfae7df760");
    private static final Nonce BESIDE = Nonce.parse("a2ee02cfae7df760");

    private final TermsLog log = new TermsLog();
    private long sequence;

    private void record(long fromHeight, TermsChange change) {
        log.apply(new TermsRecord(++sequence, JournalId.UNKNOWN, fromHeight, change));
    }

    private void lease(long fromHeight, long difficulty) {
        record(fromHeight, new TermsChange.Lease(PREFIX, ALICE, LeaseTerms.ofDifficulty(Difficulty.of(difficulty))));
    }

    private long difficulty(Nonce nonce, long height) {
        return log.at(nonce, height).orElseThrow().difficulty().value().longValueExact();
    }

    @Test
    void aLeaseHoldsFromItsHeightAndOnlyUnderItsPrefix() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        lease(101, 50);

        assertThat(difficulty(UNDER, 100)).isEqualTo(10);
        assertThat(difficulty(UNDER, 101)).isEqualTo(50);
        assertThat(difficulty(BESIDE, 101)).isEqualTo(10);
        assertThat(log.at(UNDER, 101).orElseThrow().leased()).isTrue();
        assertThat(log.at(BESIDE, 101).orElseThrow().leased()).isFalse();
    }

    @Test
    void anEndHoldsFromItsHeightAndTheHeightsBeforeKeepTheLease() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        lease(101, 50);
        record(105, new TermsChange.End(PREFIX));

        assertThat(difficulty(UNDER, 104)).isEqualTo(50);
        assertThat(difficulty(UNDER, 105)).isEqualTo(10);
    }

    @Test
    void aLeaseBelowTheDefaultDifficultyIsPaidByTheDefaultOne() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        lease(101, 3);

        assertThat(difficulty(UNDER, 101)).isEqualTo(10);
    }

    @Test
    void newDefaultTermsHoldFromTheirHeight() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        record(101, new TermsChange.Defaults(TestTerms.pps(20)));

        assertThat(difficulty(BESIDE, 100)).isEqualTo(10);
        assertThat(difficulty(BESIDE, 101)).isEqualTo(20);
        assertThat(log.newestDefaults()).contains(TestTerms.pps(20));
    }

    @Test
    void twoByteAndThreeByteLeasesAreBothFound() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        record(1, new TermsChange.Lease(NoncePrefix.parse("a2ef"), BOB, LeaseTerms.ofDifficulty(Difficulty.of(70))));

        assertThat(difficulty(Nonce.parse("a2ef000000000001"), 1)).isEqualTo(70);
    }

    @Test
    void whoHeldAPrefixWithinTheWindowIsKnownAfterItsEnd() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        lease(101, 50);
        record(105, new TermsChange.End(PREFIX));

        assertThat(log.heldSince(104, UNDER, ALICE)).isTrue();
        assertThat(log.heldSince(105, UNDER, ALICE)).isFalse();
        assertThat(log.heldSince(104, UNDER, BOB)).isFalse();
        assertThat(log.heldSince(104, BESIDE, ALICE)).isFalse();
    }

    @Test
    void aPrefixIsFreeOnlyWhenEveryHeightItDecidesIsGone() {
        record(0, new TermsChange.Defaults(TestTerms.pps(10)));
        lease(101, 50);
        record(105, new TermsChange.End(PREFIX));

        assertThat(log.forgetBelow(104)).isEmpty();
        assertThat(difficulty(UNDER, 104)).isEqualTo(50);
        assertThat(log.forgetBelow(105)).containsExactly(PREFIX);
    }

    private static Agreement agreement(List<TermsRecord> settled, List<TermsRecord> pending, long announced) {
        return new Agreement(settled, pending, 2, announced, announced, 90, List.of(), Instant.EPOCH);
    }

    @Test
    void whoIsCutOffForTooLongHasNoCertainTermsAboveWhatIsAgreed() {
        record(1, new TermsChange.Defaults(TestTerms.pps(10)));
        log.apply(agreement(List.of(), List.of(), 100));
        AtomicBoolean cutOff = new AtomicBoolean();
        log.doubtWhile(cutOff::get);
        assertThat(log.at(UNDER, 101).orElseThrow().certain()).isTrue();

        cutOff.set(true);
        assertThat(log.at(UNDER, 100).orElseThrow().certain()).isTrue();
        assertThat(log.at(UNDER, 101).orElseThrow().certain()).isFalse();
    }

    @Test
    void aRecordThatSettlesWhileTermsAreReadIsInThem() {
        record(1, new TermsChange.Defaults(TestTerms.pps(10)));
        TermsChange change = new TermsChange.Defaults(TestTerms.pps(20));
        log.apply(agreement(List.of(), List.of(new TermsRecord(2, JournalId.UNKNOWN, Long.MAX_VALUE, change)), 99));
        assertThat(log.at(UNDER, 100).orElseThrow().certain()).isFalse();
        log.doubtWhile(() -> {
            log.apply(agreement(List.of(new TermsRecord(2, JournalId.UNKNOWN, 50, change)), List.of(), 99));
            return false;
        });
        NonceTerms read = log.at(UNDER, 100).orElseThrow();

        assertThat(read.certain()).isTrue();
        assertThat(read.difficulty()).isEqualTo(Difficulty.of(20));
    }

    @Test
    void aLeaseMaySetItsOwnExponent() {
        record(0, new TermsChange.Defaults(TestTerms.pot(10, "0.8", "1.5")));
        record(
                1,
                new TermsChange.Lease(
                        PREFIX, ALICE, new LeaseTerms(Optional.empty(), Optional.of(new BigDecimal("0.5")))));

        assertThat(log.at(UNDER, 1).orElseThrow().reward().a()).isEqualByComparingTo("0.5");
        assertThat(log.at(BESIDE, 1).orElseThrow().reward().a()).isEqualByComparingTo("0.8");
    }
}
