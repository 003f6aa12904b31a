package io.potpool.sqlite;

import io.potpool.spi.ConflictingHistoryException;
import io.potpool.spi.HeightStore;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.LedgerReader;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.PoolStore;
import io.potpool.testkit.store.ForwardingStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Wrong ways to take imports and to hand out a ledger. */
final class ImportBugs {

    private ImportBugs() {}

    /** Takes whatever comes under a known id for the record it has. */
    static final class DeafHistory extends ForwardingStore {
        DeafHistory(PoolStore right) {
            super(right);
        }

        @Override
        public HistoryStore history() {
            return new HistoryStore() {
                @Override
                public CompletionStage<Integer> add(List<HistoryRecord> records) {
                    return right.history().add(records).exceptionally(failure -> {
                        if (failure.getCause() instanceof ConflictingHistoryException
                                || failure instanceof ConflictingHistoryException) {
                            return 0;
                        }
                        throw new IllegalStateException(failure);
                    });
                }

                @Override
                public void each(Consumer<HistoryRecord> consumer) {
                    right.history().each(consumer);
                }
            };
        }
    }

    /** Counts records that were there as new. */
    static final class BoastfulHistory extends ForwardingStore {
        BoastfulHistory(PoolStore right) {
            super(right);
        }

        @Override
        public HistoryStore history() {
            return new HistoryStore() {
                @Override
                public CompletionStage<Integer> add(List<HistoryRecord> records) {
                    return right.history().add(records).thenApply(fresh -> records.size());
                }

                @Override
                public void each(Consumer<HistoryRecord> consumer) {
                    right.history().each(consumer);
                }
            };
        }
    }

    static final class ReversedHistory extends ForwardingStore {
        ReversedHistory(PoolStore right) {
            super(right);
        }

        @Override
        public HistoryStore history() {
            return new HistoryStore() {
                @Override
                public CompletionStage<Integer> add(List<HistoryRecord> records) {
                    return right.history().add(records);
                }

                @Override
                public void each(Consumer<HistoryRecord> consumer) {
                    List<HistoryRecord> all = new ArrayList<>();
                    right.history().each(all::add);
                    Collections.reverse(all);
                    all.forEach(consumer);
                }
            };
        }
    }

    static final class NoFloor extends ForwardingStore {
        NoFloor(PoolStore right) {
            super(right);
        }

        @Override
        public HeightStore heights() {
            return this;
        }

        @Override
        public long floor() {
            return -1;
        }

        @Override
        public CompletionStage<Void> raiseFloor(long height) {
            return CompletableFuture.allOf();
        }
    }

    /** Hands out the hours twice. */
    static final class DoubledHours extends ForwardingStore {
        DoubledHours(PoolStore right) {
            super(right);
        }

        @Override
        public LedgerReader ledgerReader() {
            return (singleShares, visitor) -> right.ledgerReader().read(singleShares, new LedgerVisitor() {
                @Override
                public void hour(HourLine line) {
                    visitor.hour(line);
                    visitor.hour(line);
                }

                @Override
                public void balance(BalanceLine line) {
                    visitor.balance(line);
                }
            });
        }
    }

    static final class NoSingleShares extends ForwardingStore {
        NoSingleShares(PoolStore right) {
            super(right);
        }

        @Override
        public LedgerReader ledgerReader() {
            return (singleShares, visitor) -> right.ledgerReader().read(false, visitor);
        }
    }
}
