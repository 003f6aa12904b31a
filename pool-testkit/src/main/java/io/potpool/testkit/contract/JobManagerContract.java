package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Agreement;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JobManager;
import io.potpool.spi.JobManagerFactory;
import io.potpool.spi.JournalId;
import io.potpool.spi.NodeObservation;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.TermsLog;
import io.potpool.work.BlockHead;
import io.potpool.work.Job;
import io.potpool.work.WorkTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link JobManager} owes the pool. Extend it, give {@link #factory} and run it with JUnit.
 */
public abstract class JobManagerContract {

    private static final ChainSpec CHAIN = Chains.named("ethereum");

    private final Heights heights = new Heights();
    private final AnnouncementGate gate =
            new AnnouncementGate(new TermsLog(), heights, SampleShares.INSTANCE, -1, new Metrics());
    private final List<String> order = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean cacheReady = true;
    private JobManager jobs;

    /** Returns the factory under test. */
    protected abstract JobManagerFactory factory();

    /** Builds the job manager; JUnit calls it before every test. */
    @BeforeEach
    public final void build() {
        jobs = factory()
                .create(new JobManagerFactory.Context(
                        CHAIN, heights, gate, epoch -> cacheReady, new Metrics(), () -> now, false));
        jobs.addListener(job -> order.add("told " + job.map(Job::height).orElse(-1L)));
    }

    private final class Heights implements HeightStore {
        private final Map<Hash256, FixedJob> fixed = new HashMap<>();
        private long highest = -1;

        @Override
        public long highestAnnounced() {
            return highest;
        }

        @Override
        public long reference() {
            return highest;
        }

        @Override
        public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
            order.add("recorded " + height);
            highest = Math.max(highest, height);
            return CompletableFuture.completedFuture(
                    new Agreement(List.of(), List.of(), 0, highest, highest, Long.MAX_VALUE, List.of(), Instant.EPOCH));
        }

        @Override
        public CompletionStage<FixedJob> fix(FixedJob job) {
            FixedJob first = fixed.putIfAbsent(job.header(), job);
            return CompletableFuture.completedFuture(first == null ? job : first);
        }

        @Override
        public CompletionStage<Void> accept(long height) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static Hash256 block(long height) {
        return new Hash256(0xb10cL, 0, height, 1);
    }

    private static WorkTemplate work(String node, long height, int variant) {
        return new WorkTemplate(
                node,
                new Hash256(height * 1000 + variant + 1, 7, 7, 7),
                CHAIN.epochAt(height).seed(),
                Difficulty.of(1000).toTarget(),
                height,
                Optional.of(block(height - 1)));
    }

    private void see(WorkTemplate work, boolean serving) {
        BlockHead head = new BlockHead(
                work.height() - 1,
                block(work.height() - 1),
                block(work.height() - 2),
                now.minusSeconds(5),
                work.networkDifficulty());
        jobs.observed(new NodeObservation(work.nodeId(), now, serving, Optional.of(work), Optional.of(head)));
    }

    private Optional<Long> height() {
        return jobs.current().map(Job::height);
    }

    @Test
    public void thereIsNoJobBeforeANodeGivesWork() {
        assertThat(jobs.current()).isEmpty();
        assertThat(jobs.highestAnnounced()).isEqualTo(-1);
    }

    @Test
    public void workOfTheServingNodeBecomesTheJobAndIsFoundByItsHeader() {
        see(work("n", 100, 0), true);

        Job job = jobs.current().orElseThrow();
        assertThat(job.height()).isEqualTo(100);
        assertThat(job.network()).isEqualTo(Difficulty.of(1000));
        assertThat(job.blockReward()).isEqualTo(CHAIN.blockReward(100));
        assertThat(jobs.find(job.header().w0())).contains(job);
        assertThat(jobs.lag(job)).isZero();
    }

    @Test
    public void aHeaderThatMeansAnotherBlockElsewhereIsNotGivenOut() {
        WorkTemplate work = work("n", 100, 0);
        heights.fix(new FixedJob(work.header(), 99, work.networkDifficulty()));
        see(work, true);
        assertThat(jobs.current()).isEmpty();

        see(work("n", 100, 1), true);
        assertThat(height()).contains(100L);
    }

    @Test
    public void workOfAnotherNodeIsOnlyEvidence() {
        see(work("n", 100, 0), false);

        assertThat(jobs.current()).isEmpty();
    }

    @Test
    public void aHeightIsRecordedAndTheGateRaisedBeforeMinersHearOfIt() {
        jobs.addListener(job -> order.add("gate " + gate.announced()));
        see(work("n", 100, 0), true);
        see(work("n", 101, 0), true);

        assertThat(order)
                .containsExactly("recorded 100", "told 100", "gate 100", "recorded 101", "told 101", "gate 101");
    }

    @Test
    public void theHeightDoesNotFallByALaggingNode() {
        see(work("a", 100, 0), true);
        for (int i = 0; i < 10; i++) {
            now = now.plusSeconds(1);
            see(work("a", 100, 0), false);
            see(work("b", 98, 0), true);
        }

        assertThat(height()).contains(100L);
    }

    @Test
    public void jobsOfTheLastSevenHeightsAreKnownAndNoOlderOnes() {
        see(work("n", 100, 0), true);
        Job first = jobs.current().orElseThrow();
        for (int height = 101; height <= 106; height++) {
            see(work("n", height, 0), true);
        }
        assertThat(jobs.find(first.header().w0())).contains(first);
        assertThat(jobs.lag(first)).isEqualTo(6);
        assertThat(jobs.lowestHeight()).isLessThanOrEqualTo(100);

        see(work("n", 107, 0), true);
        assertThat(jobs.find(first.header().w0())).isEmpty();
    }

    @Test
    public void theLagOfAHeaderNeverFalls() {
        see(work("n", 100, 0), true);
        Job job = jobs.current().orElseThrow();
        see(work("n", 103, 0), true);
        now = now.plus(Duration.ofMinutes(2));
        see(work("m", 101, 0), true);

        assertThat(height()).contains(101L);
        assertThat(jobs.lag(job)).isEqualTo(3);
    }

    @Test
    public void aHeaderKeepsTheDifficultyOfItsFirstSight() {
        see(work("n", 100, 0), true);
        WorkTemplate honest = work("n", 100, 0);
        see(
                new WorkTemplate(
                        "n", honest.header(), honest.seed(), Difficulty.of(700).toTarget(), 100, honest.parentHash()),
                true);

        assertThat(jobs.current().orElseThrow().network()).isEqualTo(Difficulty.of(1000));
    }

    @Test
    public void noJobIsGivenBeforeItsSharesCanBeVerified() {
        cacheReady = false;
        see(work("n", 100, 0), true);
        assertThat(jobs.current()).isEmpty();

        cacheReady = true;
        see(work("n", 100, 0), true);
        assertThat(height()).contains(100L);
    }
}
