package io.potpool.launcher.migrate;

import io.potpool.spi.HistoryRecord;
import io.potpool.spi.InstanceView;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.PoolStore;
import io.potpool.spi.Posting;
import io.potpool.sqlite.SqlitePreview;
import java.util.List;
import java.util.function.Consumer;

/** Reads what a target has of former imports, without a change to it. */
interface TargetView {

    void postings(Consumer<Posting> each);

    void history(Consumer<HistoryRecord> each);

    /** Returns the register of instances; empty where nothing is open. */
    default List<InstanceView> instances() {
        return List.of();
    }

    /** A store that is open. */
    static TargetView of(PoolStore store) {
        return new TargetView() {
            @Override
            public void postings(Consumer<Posting> each) {
                store.ledger().each(each);
            }

            @Override
            public void history(Consumer<HistoryRecord> each) {
                store.history().each(each);
            }

            @Override
            public List<InstanceView> instances() {
                return store.instances().all();
            }
        };
    }

    /** An embedded store that is not opened. */
    static TargetView of(SqlitePreview store) {
        return new TargetView() {
            @Override
            public void postings(Consumer<Posting> each) {
                store.ledgerReader().read(false, new LedgerVisitor() {
                    @Override
                    public void posting(Posting posting) {
                        each.accept(posting);
                    }
                });
            }

            @Override
            public void history(Consumer<HistoryRecord> each) {
                store.history(each);
            }
        };
    }

    /** A store that does not exist yet. */
    static TargetView none() {
        return new TargetView() {
            @Override
            public void postings(Consumer<Posting> each) {}

            @Override
            public void history(Consumer<HistoryRecord> each) {}
        };
    }
}
