package io.potpool.testkit.contract;

import io.potpool.metrics.Metrics;
import io.potpool.policy.PolicyServer;
import io.potpool.policy.PolicySettings;
import io.potpool.spi.AccessPolicy;
import java.time.Clock;

class PolicyServerContractTest extends AccessPolicyContract {

    @Override
    protected AccessPolicy open() {
        return new PolicyServer(PolicySettings.DEFAULT, new NoPolicyStore(), new Metrics(), Clock.systemUTC());
    }
}
