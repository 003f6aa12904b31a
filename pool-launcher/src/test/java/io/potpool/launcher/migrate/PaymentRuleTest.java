package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.node.TransactionFate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentRuleTest {

    private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));
    private static final Address BOB = Address.parse("0x" + "b0".repeat(20));
    private static final Hash256 HASH = new Hash256(0, 0, 0, 7);
    private static final PaymentRule RULE = new PaymentRule(Set.of(Shannon.parse("400"), Shannon.parse("7")));

    private static PastPayment payment(String shannon) {
        return PastPayment.of(new OldRows("import:eth").payment("1700000000", HASH + ":" + ALICE + ":" + shannon))
                .orElseThrow();
    }

    private static TransactionFate mined(Optional<Address> to, String wei, boolean succeeded) {
        return new TransactionFate.Mined(HASH, BOB, to, Wei.parse(wei), 5, succeeded);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000000000000, VERIFIED",
        "1000, 600000000000, VERIFIED",
        "1000, 599999999999, SHORT",
        "1000, 0, SHORT",
        "1000, 1000000000001, MORE",
        "0.5, 500000000, VERIFIED",
        "400, 0, VERIFIED"
    })
    void amountMayBeLessByTheGreatestKnownFeeAndNeverMore(String shannon, String wei, PaymentFinding expected) {
        assertThat(RULE.judge(payment(shannon), mined(Optional.of(ALICE), wei, true)))
                .isEqualTo(expected);
    }

    @Test
    void anotherRecipientOrAFailureContradictsWhateverTheAmount() {
        PastPayment payment = payment("1000");

        assertThat(RULE.judge(payment, mined(Optional.of(BOB), "1000000000000", true)))
                .isEqualTo(PaymentFinding.OTHER_RECIPIENT);
        assertThat(RULE.judge(payment, mined(Optional.empty(), "1000000000000", true)))
                .isEqualTo(PaymentFinding.OTHER_RECIPIENT);
        assertThat(RULE.judge(payment, mined(Optional.of(ALICE), "1000000000000", false)))
                .isEqualTo(PaymentFinding.FAILED);
    }

    @Test
    void whatIsNotKnownOrNotMinedContradictsNothing() {
        assertThat(RULE.judge(payment("1"), new TransactionFate.Unknown()).contradicted())
                .isFalse();
        assertThat(RULE.judge(payment("1"), new TransactionFate.Unmined()).contradicted())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0x12:0xa1:5", "0xzz:%s:5", "%s:5", "0X%s:%s:x"})
    void rowOfAnotherFormIsNoPayment(String row) {
        assertThat(PastPayment.of(new OldRows("import:eth").payment("1", row.replace("%s", ALICE.text()))))
                .isEmpty();
    }
}
