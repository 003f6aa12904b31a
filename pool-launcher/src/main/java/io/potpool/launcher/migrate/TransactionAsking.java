package io.potpool.launcher.migrate;

import io.potpool.domain.Hash256;
import io.potpool.node.ChainSearch;
import io.potpool.node.TransactionFate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks a node for transactions: a batch, and where that fails small pieces of it, as one of them may be the cause. */
final class TransactionAsking {

    /** How many at once. */
    static final int MOST = 50;

    private static final int PIECE = 5;

    private final ChainSearch chain;

    TransactionAsking(ChainSearch chain) {
        this.chain = chain;
    }

    /** @throws IOException if the node does not tell, asked twice */
    List<TransactionFate> ask(List<Hash256> transactions) throws IOException {
        try {
            return chain.transactions(transactions);
        } catch (IOException failed) {
            List<TransactionFate> fates = new ArrayList<>();
            for (int from = 0; from < transactions.size(); from += PIECE) {
                fates.addAll(
                        chain.transactions(transactions.subList(from, Math.min(transactions.size(), from + PIECE))));
            }
            return fates;
        }
    }
}
