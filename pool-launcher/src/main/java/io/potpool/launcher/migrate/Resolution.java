package io.potpool.launcher.migrate;

import io.potpool.node.ChainTransfer;

/** What became of a payment that the old pool has left open. */
sealed interface Resolution {

    PendingPayment payment();

    /** The chain has it. */
    record Paid(PendingPayment payment, ChainTransfer transfer) implements Resolution {}

    /** It was never sent: the miner has his balance back. */
    record Returned(PendingPayment payment) implements Resolution {}

    /** The chain does not tell. */
    record Unclear(PendingPayment payment, String why) implements Resolution {}
}
