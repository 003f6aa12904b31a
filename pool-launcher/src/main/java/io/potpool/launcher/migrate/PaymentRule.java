package io.potpool.launcher.migrate;

import io.potpool.node.TransactionFate;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Set;

/** Compares a recorded payment with what the chain has of its transaction. Pure. */
final class PaymentRule {

    private final Shannon greatestFee;

    /** @param fees what a payment may have been reduced by */
    PaymentRule(Set<Shannon> fees) {
        this.greatestFee =
                fees.stream().max(Comparator.comparing(Shannon::value)).orElse(Shannon.ZERO);
    }

    PaymentFinding judge(PastPayment payment, TransactionFate fate) {
        if (fate instanceof TransactionFate.Unmined) {
            return PaymentFinding.UNMINED;
        }
        if (!(fate instanceof TransactionFate.Mined mined)) {
            return PaymentFinding.UNKNOWN;
        }
        if (!mined.to().filter(payment.login()::equals).isPresent()) {
            return PaymentFinding.OTHER_RECIPIENT;
        }
        if (!mined.succeeded()) {
            return PaymentFinding.FAILED;
        }
        BigDecimal missing = payment.amount()
                .exactWei()
                .subtract(new BigDecimal(mined.amount().value()));
        if (missing.signum() < 0) {
            return PaymentFinding.MORE;
        }
        return missing.compareTo(greatestFee.exactWei()) > 0 ? PaymentFinding.SHORT : PaymentFinding.VERIFIED;
    }
}
