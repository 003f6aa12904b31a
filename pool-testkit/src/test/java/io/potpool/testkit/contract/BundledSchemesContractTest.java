package io.potpool.testkit.contract;

import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.RewardScheme;
import org.junit.jupiter.api.Nested;

class BundledSchemesContractTest {

    @Nested
    class Pot extends RewardSchemeContract {
        @Override
        protected RewardScheme create() {
            return BundledSchemes.all().get("pot");
        }
    }

    @Nested
    class Pps extends RewardSchemeContract {
        @Override
        protected RewardScheme create() {
            return BundledSchemes.all().get("pps");
        }
    }
}
