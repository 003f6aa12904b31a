package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.FixedJob;
import io.potpool.spi.Holdings;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceHolder;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.testkit.store.ForwardingStore;
import io.potpool.testkit.store.SharedMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wrong store turns the rule that it breaks red. */
class PlantedInstanceBugsTest {

    @TempDir
    Path dir;

    /** Wrong stores, each with the rule of the contracts that it breaks. */
    enum Bug {
        SETTLES_FOR_THOSE_WHO_ASK("aRecordSettlesWhenEveryInstanceHasSeenIt", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> confirm(Confirmation told) {
                return super.confirm(with(told, Long.MAX_VALUE, told.storeTime()));
            }
        }),
        TELLS_NOTHING_PENDING("whoAppendsHasSeenHisOwnRecordAndNoOther", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> confirm(Confirmation told) {
                return super.confirm(told).thenApply(all -> with(all, all.settled(), List.of(), all.best()));
            }
        }),
        HOLDS_FROM_THE_APPENDERS_HEIGHT(
                "aRecordHoldsAboveWhatAnyInstanceHasAnnouncedWhenItSettles", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<TermsRecord> append(
                            JournalId by, TermsChange change, LongSupplier announced) {
                        return super.append(by, change, announced)
                                .thenApply(entry -> new TermsRecord(entry.sequence(), by, 101, change));
                    }
                }),
        BELIEVES_LATE_CONFIRMATIONS("aConfirmationThatComesLateCountsForNothing", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> confirm(Confirmation told) {
                return super.confirm(with(told, told.seen(), Instant.now()));
            }
        }),
        ANNOUNCES_WITHOUT_RECORDS(
                "anAnnouncementBringsAllThatIsSettledAfterWhatIsKnown", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
                        return super.announce(by, height, known)
                                .thenApply(all -> with(all, List.of(), List.of(), all.best()));
                    }
                }),
        WAITS_FOR_THE_RETIRED("whoIsRetiredHoldsNothingUp", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Void> retire(JournalId id) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
                return CompletableFuture.failedFuture(new IllegalStateException("never settles"));
            }
        }),
        LETS_ANYBODY_CONFIRM("whoIsNotRegisteredIsRefused", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> confirm(Confirmation told) {
                return super.register(new Instance(told.id(), "x", "1", Instant.EPOCH));
            }
        }),
        FIXES_THE_LATEST("aHeaderMeansWhatItMeantFirst", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<FixedJob> fix(FixedJob job) {
                return CompletableFuture.completedFuture(job);
            }
        }),
        GIVES_A_BYTE_TWICE("everyFirstByteIsTakenOnceAndTheEdgesLast", right -> new ForwardingStore(right) {
            private int asked;

            @Override
            public CompletionStage<OptionalInt> takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held) {
                return ++asked == 3
                        ? CompletableFuture.completedFuture(OptionalInt.of(252))
                        : super.takeFirstByte(by, space, held);
            }
        }),
        LEAKS_A_BYTE("aFirstByteWhoseAnswerWasLostIsGivenAgain", right -> new ForwardingStore(right) {
            private final Set<Integer> all = new HashSet<>();

            @Override
            public CompletionStage<OptionalInt> takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held) {
                return super.takeFirstByte(by, space, all).thenApply(taken -> {
                    taken.ifPresent(all::add);
                    return taken;
                });
            }
        }),
        LOSES_WHAT_IS_GIVEN_BACK(
                "aLostRecordThatAnyInstanceHasReadHoldsAgainFromItsHeight", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<Agreement> confirm(Confirmation told) {
                        return super.confirm(with(told, new Holdings(told.held().loss(), List.of(), Set.of())));
                    }
                }),
        SETTLES_ANEW_WHAT_IS_GIVEN_BACK(
                "whatHasSettledOtherwiseSinceIsRefusedAndItsInstanceRemoved", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<Agreement> confirm(Confirmation told) {
                        return super.confirm(with(told, new Holdings(told.held().loss(), List.of(), Set.of())));
                    }
                }),
        BELIEVES_WHAT_WAS_SEEN_BEFORE_A_LOSS(
                "whoWasToldOfALostPendingRecordHasNotSeenTheOneInItsPlace", right -> new ForwardingStore(right) {
                    private long loss;

                    @Override
                    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
                        return super.announce(by, height, known).thenApply(reply -> {
                            loss = reply.loss().number();
                            return reply;
                        });
                    }

                    @Override
                    public CompletionStage<Agreement> confirm(Confirmation told) {
                        return super.confirm(with(told, new Holdings(loss, List.of(), Set.of())));
                    }
                }),
        FORGETS_WHOSE_A_BYTE_WAS("aLostFirstByteIsItsInstancesAgain", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> confirm(Confirmation told) {
                return super.confirm(
                        with(told, new Holdings(told.held().loss(), told.held().records(), Set.of())));
            }
        }),
        TELLS_NOBODY_OF_ANOTHERS_BYTE("whoseLostFirstByteAnotherHasGotIsTold", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Agreement> confirm(Confirmation told) {
                return super.confirm(
                        with(told, new Holdings(told.held().loss(), told.held().records(), Set.of())));
            }
        }),
        TOKENS_BEGIN_ANEW("theTokenOfAnOfficeRisesAboveOneThatWasLost", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
                return super.take(office, by, ttl)
                        .thenApply(taken -> taken.map(held -> new Leadership(office, 1, held.until())));
            }
        }),
        BEST_IS_THE_HIGHEST(
                "anInstanceFarAboveAllOthersDoesNotMoveTheSharedHeight", right -> new ForwardingStore(right) {
                    @Override
                    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
                        return super.announce(by, height, known)
                                .thenApply(all -> with(all, all.settled(), List.of(), all.announced()));
                    }
                }),
        FORGETS_STATES("instancesAreSeenWithWhatTheyConfirmedLast", right -> new ForwardingStore(right) {
            @Override
            public List<InstanceView> all() {
                return super.all().stream()
                        .map(view ->
                                new InstanceView(view.instance(), with(view.latest(), 99, Instant.EPOCH), view.at()))
                        .toList();
            }
        }),
        OFFICE_FOR_EVERYBODY("anOfficeHasOneHolderAndOthersWait", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
                return CompletableFuture.completedFuture(
                        Optional.of(new Leadership(office, 1, Instant.now().plus(ttl))));
            }
        }),
        TOKEN_STAYS("tokenRisesWithEveryChangeOfTheHolder", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Optional<Leadership>> take(String office, JournalId by, Duration ttl) {
                return super.take(office, by, ttl)
                        .thenApply(taken -> taken.map(held -> new Leadership(office, 1, held.until())));
            }
        }),
        HOLDER_HAS_NO_NAME("holderIsCalledByTheNameOfItsInstance", right -> new ForwardingStore(right) {
            @Override
            public Optional<InstanceHolder> holder(String office) {
                return super.holder(office)
                        .map(held -> new InstanceHolder(held.id(), held.id().toString(), held.until()));
            }
        }),
        POSTS_AGAIN("aPostingIsBookedOnceUnderItsId", right -> new ForwardingStore(right) {
            private int posted;

            @Override
            public CompletionStage<Boolean> post(Posting posting) {
                return super.post(new Posting(
                        posting.id() + ++posted, posting.kind(), posting.at(), posting.note(), posting.entries()));
            }
        }),
        CONFLICT_IS_SILENT("anotherContentUnderAnIdIsRefused", right -> new ForwardingStore(right) {
            @Override
            public CompletionStage<Boolean> post(Posting posting) {
                return super.post(posting).exceptionally(conflict -> false);
            }
        }),
        POSTINGS_COME_REVERSED("postingsComeBackWholeAndInTheirOrder", right -> new ForwardingStore(right) {
            @Override
            public void each(Consumer<Posting> consumer) {
                List<Posting> all = new ArrayList<>();
                super.each(all::add);
                Collections.reverse(all);
                all.forEach(consumer);
            }
        });

        private final String rule;
        private final UnaryOperator<PoolStore> plant;

        Bug(String rule, UnaryOperator<PoolStore> plant) {
            this.rule = rule;
            this.plant = plant;
        }

        private static Confirmation with(Confirmation told, long seen, Instant storeTime) {
            return new Confirmation(
                    told.id(),
                    told.known(),
                    seen,
                    told.announced(),
                    told.lowestCommittable(),
                    storeTime,
                    told.state(),
                    told.held());
        }

        private static Confirmation with(Confirmation told, Holdings held) {
            return new Confirmation(
                    told.id(),
                    told.known(),
                    told.seen(),
                    told.announced(),
                    told.lowestCommittable(),
                    told.storeTime(),
                    told.state(),
                    held);
        }

        private static Agreement with(Agreement all, List<TermsRecord> settled, List<TermsRecord> pending, long best) {
            return new Agreement(
                    settled,
                    pending,
                    all.lastSequence(),
                    all.announced(),
                    best,
                    all.leastCommittable(),
                    all.gone(),
                    all.at(),
                    all.loss());
        }
    }

    private static Object contractOf(String rule, UnaryOperator<PoolStore> bug) {
        if (ContractProbe.rulesOf(LedgerContract.class).contains(rule)) {
            return new LedgerContract() {
                @Override
                protected PoolStore open(Path dir) {
                    return bug.apply(SharedStores.open(dir));
                }
            };
        }
        if (ContractProbe.rulesOf(LeadershipContract.class).contains(rule)) {
            return new LeadershipContract() {
                @Override
                protected PoolStore open(Path dir) {
                    return bug.apply(SharedStores.open(dir));
                }
            };
        }
        if (ContractProbe.rulesOf(LostWritesContract.class).contains(rule)) {
            return new LostWritesContract() {
                @Override
                protected PoolStore open(Path dir) {
                    return bug.apply(SharedStores.open(dir));
                }

                @Override
                protected Runnable copyOf(PoolStore store) {
                    return ((SharedMemoryStore) SharedStores.open(dir)).copy();
                }
            };
        }
        return new InstancesContract() {
            @Override
            protected PoolStore open(Path dir) {
                return bug.apply(SharedStores.open(dir));
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void plantedBugTurnsItsRuleRed(Bug bug) {
        assertThat(ContractProbe.holds(contractOf(bug.rule, bug.plant), bug.rule, dir))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aRecordSettlesWhenEveryInstanceHasSeenIt",
                "tokenRisesWithEveryChangeOfTheHolder",
                "aLostRecordThatAnyInstanceHasReadHoldsAgainFromItsHeight",
                "anotherContentUnderAnIdIsRefused"
            })
    void ruleIsGreenWithoutABug(String rule) {
        assertThat(ContractProbe.holds(contractOf(rule, UnaryOperator.identity()), rule, dir))
                .isTrue();
    }
}
