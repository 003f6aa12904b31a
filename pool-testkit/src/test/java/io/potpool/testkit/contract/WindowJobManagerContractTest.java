package io.potpool.testkit.contract;

import io.potpool.jobs.WindowJobManager;
import io.potpool.spi.JobManager;
import io.potpool.spi.JobManagerFactory;

class WindowJobManagerContractTest extends JobManagerContract {

    static JobManager window(JobManagerFactory.Context context) {
        return new WindowJobManager(
                context.chain(),
                context.heights(),
                context.gate(),
                context.epochs(),
                context.metrics(),
                context.clock(),
                context.acceptChain());
    }

    @Override
    protected JobManagerFactory factory() {
        return WindowJobManagerContractTest::window;
    }
}
