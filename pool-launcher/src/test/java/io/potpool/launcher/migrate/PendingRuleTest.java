package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.node.ChainTransfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingRuleTest {

    private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));
    private static final Address BOB = Address.parse("0x" + "b0".repeat(20));
    private static final Address PAYER = Address.parse("0x" + "ee".repeat(20));
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final PendingRule.View VIEW = new PendingRule.View(1_000, "", THEN.plus(Duration.ofDays(1)));

    private int hashes;

    private static PendingPayment pending(Address login, long amount, long seconds) {
        return PendingPayment.of("eth", Long.toString(THEN.getEpochSecond() + seconds), login + ":" + amount);
    }

    private ChainTransfer sent(Address to, long shannon, long seconds, boolean succeeded) {
        return new ChainTransfer(
                new Hash256(0, 0, 0, ++hashes),
                PAYER,
                to,
                Wei.parse(shannon + "000000000"),
                500,
                THEN.plusSeconds(seconds),
                succeeded);
    }

    private static List<Resolution> decide(
            PendingRule.View view, List<PendingPayment> pending, List<ChainTransfer> sent) {
        return new PendingRule(Set.of(Shannon.parse("400"), Shannon.parse("7")), view).decide(pending, sent);
    }

    private static void assertUnclear(List<Resolution> resolutions, String why) {
        assertThat(resolutions)
                .isNotEmpty()
                .allSatisfy(resolution -> assertThat(resolution)
                        .isInstanceOfSatisfying(
                                Resolution.Unclear.class,
                                unclear -> assertThat(unclear.why()).contains(why)));
    }

    @Test
    void oneTransferOfTheAmountLessAFeeIsTheirs() {
        PendingPayment payment = pending(ALICE, 1_000, 0);
        ChainTransfer transfer = sent(ALICE, 600, 30, true);

        assertThat(decide(
                        VIEW,
                        List.of(payment),
                        List.of(sent(BOB, 600, 30, true), transfer, sent(ALICE, 599, 30, true))))
                .containsExactly(new Resolution.Paid(payment, transfer));
    }

    @Test
    void nothingOnTheChainMeansNeverSent() {
        PendingPayment payment = pending(ALICE, 1_000, 0);

        assertThat(decide(VIEW, List.of(payment), List.of())).containsExactly(new Resolution.Returned(payment));
    }

    @Test
    void transferThatIsNobodysMayBeThePaymentLessAnUnknownFee() {
        PendingPayment payment = pending(ALICE, 1_000, 0);
        PendingPayment other = pending(ALICE, 2_000, 0);
        ChainTransfer whole = sent(ALICE, 2_000, 30, true);

        assertUnclear(decide(VIEW, List.of(payment), List.of(sent(ALICE, 979, 30, true))), "sent 979000000000 wei");
        assertThat(decide(VIEW, List.of(payment, other), List.of(whole)))
                .containsExactly(new Resolution.Returned(payment), new Resolution.Paid(other, whole));
        assertThat(decide(VIEW, List.of(payment), List.of(sent(BOB, 979, 30, true), sent(ALICE, 979, -11_000, true))))
                .containsExactly(new Resolution.Returned(payment));
    }

    @Test
    void rowWithoutAnAmountIsNoPayment() {
        for (String amount : List.of("0", "-5", "", "1e", "NaN", "0.0")) {
            assertThatThrownBy(() -> PendingPayment.of("eth", "1700000000", ALICE + ":" + amount))
                    .as(amount)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void transferThatFailedMovedNothing() {
        PendingPayment payment = pending(ALICE, 1_000, 0);

        assertThat(decide(VIEW, List.of(payment), List.of(sent(ALICE, 1_000, 30, false))))
                .containsExactly(new Resolution.Returned(payment));
    }

    @Test
    void transferFromBeforeIsAnotherPayment() {
        PendingPayment payment = pending(ALICE, 1_000, 0);

        assertThat(decide(VIEW, List.of(payment), List.of(sent(ALICE, 1_000, -11_000, true))))
                .containsExactly(new Resolution.Returned(payment));
        assertUnclear(
                decide(VIEW, List.of(payment), List.of(sent(ALICE, 1_000, -700, true))),
                "11 minutes before it by the old pool's clock");
        assertThat(decide(VIEW, List.of(payment), List.of(sent(ALICE, 1_000, -500, true))))
                .singleElement()
                .isInstanceOf(Resolution.Paid.class);
    }

    @Test
    void twoTransfersForOnePaymentAreUnclear() {
        assertUnclear(
                decide(
                        VIEW,
                        List.of(pending(ALICE, 1_000, 0)),
                        List.of(sent(ALICE, 1_000, 30, true), sent(ALICE, 993, 60, true))),
                "2 transfers fit 1 payment");
    }

    @Test
    void asManyTransfersAsEqualPaymentsAreTheirsInOrder() {
        PendingPayment first = pending(ALICE, 1_000, 0);
        PendingPayment second = pending(ALICE, 1_000, 3_600);
        ChainTransfer one = sent(ALICE, 1_000, 3_700, true);
        ChainTransfer two = sent(ALICE, 1_000, 3_800, true);

        assertThat(decide(VIEW, List.of(second, first), List.of(two, one)))
                .containsExactly(new Resolution.Paid(first, one), new Resolution.Paid(second, two));
        assertUnclear(decide(VIEW, List.of(second, first), List.of(two)), "1 transfers fit 2 payment(s)");
    }

    @Test
    void transferThatFitsTwoPaymentsDifferentlyIsUnclear() {
        PendingPayment whole = pending(ALICE, 1_000, 0);
        PendingPayment other = pending(ALICE, 1_400, 0);

        assertUnclear(
                decide(
                        VIEW,
                        List.of(whole, other),
                        List.of(sent(ALICE, 1_000, 30, true), sent(ALICE, 1_393, 30, true))),
                "fits it and another payment too");
    }

    @Test
    void silenceIsUnclearWhileSomethingMayStillCome() {
        PendingPayment payment = pending(ALICE, 1_000, 0);

        assertUnclear(
                decide(new PendingRule.View(1_000, "there are unmined", VIEW.at()), List.of(payment), List.of()),
                "there are unmined");
        assertUnclear(
                decide(new PendingRule.View(1_000, "", THEN.plus(Duration.ofMinutes(59))), List.of(payment), List.of()),
                "younger than an hour");
    }

    @Test
    void shallowTransferIsUnclear() {
        assertUnclear(
                decide(
                        new PendingRule.View(519, "", VIEW.at()),
                        List.of(pending(ALICE, 1_000, 0)),
                        List.of(sent(ALICE, 1_000, 30, true))),
                "not 20 blocks deep");
    }
}
