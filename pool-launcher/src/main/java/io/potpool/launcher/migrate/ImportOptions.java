package io.potpool.launcher.migrate;

import java.time.Duration;
import java.util.List;

/**
 * How an import from an old pool is made.
 *
 * @param lookUp whether payments and blocks of the past are looked up on the chain, where a node answers
 * @param acceptContradicted imports although the chain contradicts recorded payments
 * @param acceptClients imports although others are connected to the old database
 * @param watch how long the old pool must not have changed anything before something is written
 * @param sameWallet further old pools that pay from the same wallet
 */
public record ImportOptions(
        boolean lookUp, boolean acceptContradicted, boolean acceptClients, Duration watch, List<NamedPool> sameWallet) {

    /** Looks up, accepts nothing, and watches for 10 s: three times as long as the family waits between two signs of life. */
    public static final ImportOptions USUAL = new ImportOptions(true, false, false, Duration.ofSeconds(10), List.of());

    /** An old pool somewhere else. */
    public record NamedPool(ImportSource.OldRedis source, String prefix) {

        /** @throws IllegalArgumentException if no old pool has such a prefix */
        public NamedPool {
            Ids.source(prefix);
        }
    }

    public ImportOptions {
        sameWallet = List.copyOf(sameWallet);
    }

    /** Returns this with another time to watch. */
    public ImportOptions withWatch(Duration other) {
        return new ImportOptions(lookUp, acceptContradicted, acceptClients, other, sameWallet);
    }
}
