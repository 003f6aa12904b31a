package io.potpool.launcher.migrate;

import java.time.Duration;
import java.util.List;

/**
 * How an import from an old pool is made.
 *
 * @param lookUp whether payments and blocks of the past are looked up on the chain, where a node answers
 * @param acceptContradicted imports although the chain contradicts recorded payments
 * @param clients who has been connected to the old database for longer is in the way: a payer, as old as its process; others
 *     are only told of, since who prepares an import has just connected
 * @param watch how long the old pool must not have changed anything before something is written
 * @param sameWallet further old pools that pay from the same wallet
 */
public record ImportOptions(
        boolean lookUp, boolean acceptContradicted, Duration clients, Duration watch, List<NamedPool> sameWallet) {

    /** Nobody who is connected is in the way. */
    public static final Duration ANY_CLIENT = Duration.ofSeconds(Long.MAX_VALUE);

    /** Who prepares an import has connected since then. */
    public static final Duration NEW_CLIENT = Duration.ofMinutes(5);

    /** Looks up, accepts nothing, and watches for 10 s: three times as long as the family waits between two signs of life. */
    public static final ImportOptions USUAL =
            new ImportOptions(true, false, NEW_CLIENT, Duration.ofSeconds(10), List.of());

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

    /** Returns this, with all clients in the way but for those that nobody is to be: for who cuts over unattended. */
    ImportOptions strict() {
        return new ImportOptions(
                lookUp, acceptContradicted, clients.equals(ANY_CLIENT) ? clients : Duration.ZERO, watch, sameWallet);
    }

    /** Returns this with another time to watch. */
    public ImportOptions withWatch(Duration other) {
        return new ImportOptions(lookUp, acceptContradicted, clients, other, sameWallet);
    }
}
