package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Agreement;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JobListener;
import io.potpool.spi.JobManager;
import io.potpool.spi.JobManagerFactory;
import io.potpool.spi.JournalId;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeObservation;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.TermsLog;
import io.potpool.work.Job;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlantedJobManagerBugsTest {

    /** The pool's own job manager, with a bug planted by overriding. */
    private static class Manager implements JobManager {
        final JobManager right;

        Manager(JobManagerFactory.Context context) {
            right = WindowJobManagerContractTest.window(context);
        }

        @Override
        public Optional<Job> current() {
            return right.current();
        }

        @Override
        public Optional<Job> find(long headerWord) {
            return right.find(headerWord);
        }

        @Override
        public int lag(Job job) {
            return right.lag(job);
        }

        @Override
        public long lowestHeight() {
            return right.lowestHeight();
        }

        @Override
        public long highestAnnounced() {
            return right.highestAnnounced();
        }

        @Override
        public void addListener(JobListener listener) {
            right.addListener(listener);
        }

        @Override
        public NodeAdvice observed(NodeObservation observation) {
            return right.observed(observation);
        }

        @Override
        public void sighted(BlockSighting sighting) {
            right.sighted(sighting);
        }
    }

    private static List<String> failures(Function<JobManagerFactory.Context, JobManager> manager) {
        Supplier<JobManagerContract> contract = () -> new JobManagerContract() {
            @Override
            protected JobManagerFactory factory() {
                return manager::apply;
            }
        };
        return ContractProbe.rulesOf(JobManagerContract.class).stream()
                .filter(rule -> !ContractProbe.holds(contract.get(), rule, Path.of(".")))
                .toList();
    }

    @Test
    void aCorrectManagerPasses() {
        assertThat(failures(Manager::new)).isEmpty();
    }

    @Test
    void aLagThatForgetsAFallenHeightIsCaught() {
        assertThat(failures(context -> new Manager(context) {
                    @Override
                    public int lag(Job job) {
                        return (int) Math.max(0, current().orElseThrow().height() - job.height());
                    }
                }))
                .contains("theLagOfAHeaderNeverFalls");
    }

    /** Heights that nobody else hears of. */
    private static final HeightStore FORGETFUL = new HeightStore() {
        @Override
        public long highestAnnounced() {
            return -1;
        }

        @Override
        public long reference() {
            return -1;
        }

        @Override
        public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
            return CompletableFuture.completedFuture(
                    new Agreement(List.of(), List.of(), 0, -1, -1, Long.MAX_VALUE, List.of(), Instant.EPOCH));
        }

        @Override
        public CompletionStage<FixedJob> fix(FixedJob job) {
            return CompletableFuture.completedFuture(job);
        }

        @Override
        public CompletionStage<Void> accept(long height) {
            return CompletableFuture.completedFuture(null);
        }
    };

    private static Manager with(JobManagerFactory.Context context, HeightStore heights, AnnouncementGate gate) {
        return new Manager(new JobManagerFactory.Context(
                context.chain(), heights, gate, context.epochs(), context.metrics(), context.clock(), false));
    }

    @Test
    void aHeightThatIsNotRecordedIsCaught() {
        assertThat(failures(context -> with(
                        context,
                        context.heights(),
                        new AnnouncementGate(new TermsLog(), FORGETFUL, SampleShares.INSTANCE, -1, context.metrics()))))
                .contains("aHeightIsRecordedAndTheGateRaisedBeforeMinersHearOfIt");
    }

    @Test
    void aHeaderThatIsNotFixedIsCaught() {
        assertThat(failures(context -> with(context, FORGETFUL, context.gate())))
                .contains("aHeaderThatMeansAnotherBlockElsewhereIsNotGivenOut");
    }

    @Test
    void workOfAnyNodeTakenAsTheJobIsCaught() {
        assertThat(failures(context -> new Manager(context) {
                    @Override
                    public NodeAdvice observed(NodeObservation seen) {
                        return right.observed(
                                new NodeObservation(seen.nodeId(), seen.at(), true, seen.work(), seen.head()));
                    }
                }))
                .contains("workOfAnotherNodeIsOnlyEvidence");
    }

    @Test
    void aJobWithoutItsCacheIsCaught() {
        assertThat(failures(context -> new Manager(new JobManagerFactory.Context(
                        context.chain(),
                        context.heights(),
                        context.gate(),
                        epoch -> true,
                        context.metrics(),
                        context.clock(),
                        false))))
                .contains("noJobIsGivenBeforeItsSharesCanBeVerified");
    }
}
