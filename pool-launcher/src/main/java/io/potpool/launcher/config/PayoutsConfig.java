package io.potpool.launcher.config;

import io.potpool.domain.Address;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a pool of the family pays; an import asks the chain by it.
 *
 * @param address whom it pays from
 * @param fees what it keeps of a payment, in Shannon (10^9 wei)
 */
public record PayoutsConfig(Optional<Address> address, Set<BigInteger> fees) {

    private static final String[] FEES = {"normalFee", "contractFee", "inactiveFee"};

    /** Values that cannot be read count as not given: the section as a whole is answered by a warning. */
    static PayoutsConfig read(Section payouts) {
        Set<BigInteger> fees = new TreeSet<>();
        for (String fee : FEES) {
            payouts.given(fee)
                    .filter(Value.Num.class::isInstance)
                    .map(value -> ((Value.Num) value).number())
                    .filter(number -> number.precision() < 40 && number.scale() == 0 && number.signum() > 0)
                    .ifPresent(number -> fees.add(number.toBigIntegerExact()));
        }
        Optional<Address> address = payouts.given("address")
                .filter(Value.Text.class::isInstance)
                .map(value -> ((Value.Text) value).text())
                .filter(text -> text.matches("0x[0-9a-fA-F]{40}"))
                .map(Address::parse);
        return new PayoutsConfig(address, fees);
    }
}
