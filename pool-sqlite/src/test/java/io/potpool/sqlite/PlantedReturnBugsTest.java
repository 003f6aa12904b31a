package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.ContractProbe;
import io.potpool.testkit.contract.ReturningSpoolContract;
import io.potpool.testkit.store.ForwardingStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each wrong way to deal with a spool that comes back late turns the rule that it breaks red. */
class PlantedReturnBugsTest {

    @TempDir
    Path dir;

    enum Bug {
        PAYS_WHAT_IT_CANNOT_TELL(
                "aSpoolThatComesBackLaterThanThatIsRefusedByNameAndNotPaid", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
                        return right.shares().admit(batch.journal()).thenCompose(done -> super.commit(batch));
                    }
                }),
        LOSES_WHAT_IT_CANNOT_TELL(
                "aSpoolThatComesBackLaterThanThatIsRefusedByNameAndNotPaid", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
                        return super.commit(batch)
                                .exceptionally(refused ->
                                        Collections.nCopies(batch.shares().size(), ShareFate.LATE_DUPLICATE));
                    }
                }),
        FORGETS_THE_ABSENT("aShareIsPaidOnceAlsoIfItsSpoolComesBackWeeksLater", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> register(Instance instance) {
                for (InstanceView view : all()) {
                    retire(view.instance().id()).toCompletableFuture().join();
                }
                return super.register(instance);
            }
        }),
        FORGETS_WHAT_THE_NEXT_RUN_HOLDS(
                "whatTheNextRunStillHoldsIsPaidOnceThoughTheEarlierOneIsOver", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<Agreement> confirm(Confirmation told) {
                        return super.confirm(new Confirmation(
                                told.id(),
                                told.known(),
                                told.seen(),
                                told.announced(),
                                Long.MAX_VALUE,
                                told.storeTime(),
                                told.state()));
                    }
                }),
        FORGETS_ITS_TERMS("termsOfTheHeightsOfAnAbsentInstanceAreKept", FORGETS_THE_ABSENT.plant),
        ADMITS_NOBODY("aRefusedBatchIsPaidOnceItsJournalIsAdmitted", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Void> admit(JournalId journal) {
                return super.admit(new JournalId(0, 1));
            }
        });

        private final String rule;
        private final Function<PoolStore, PoolStore> plant;

        Bug(String rule, Function<PoolStore, PoolStore> plant) {
            this.rule = rule;
            this.plant = plant;
        }
    }

    private static final class Returns extends ReturningSpoolContract {
        private final Function<PoolStore, PoolStore> bug;
        private final SqliteStore[] opened = new SqliteStore[1];

        Returns(Function<PoolStore, PoolStore> bug) {
            this.bug = bug;
        }

        @Override
        protected PoolStore open(Path dir, InstantSource clock) {
            opened[0] = SqliteStore.open(Stores.settings(dir).withClock(clock));
            return bug.apply(opened[0]);
        }

        @Override
        protected void tidy(PoolStore store) {
            opened[0].tidy().toCompletableFuture().join();
        }

        @Override
        protected void forget(PoolStore store, JournalId id) {}
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void plantedBugTurnsItsRuleRed(Bug bug) {
        assertThat(ContractProbe.holds(new Returns(bug.plant), bug.rule, dir)).isFalse();
    }

    @Test
    void ruleIsGreenWithoutABug() {
        assertThat(ContractProbe.holds(
                        new Returns(store -> store), "aShareIsPaidOnceAlsoIfItsSpoolComesBackWeeksLater", dir))
                .isTrue();
    }
}
