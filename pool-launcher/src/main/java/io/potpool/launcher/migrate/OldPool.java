package io.potpool.launcher.migrate;

import java.time.InstantSource;
import java.util.List;

/**
 * The pool of the family that is imported.
 *
 * @param database the index of its database
 * @param sameWallet further old pools that pay from the same wallet
 * @param clock tells how old its signs of life are
 */
record OldPool(OldKeys keys, String prefix, int database, List<SameWallet.Other> sameWallet, InstantSource clock) {

    OldPool {
        sameWallet = List.copyOf(sameWallet);
    }

    OldActivity activity() {
        return new OldActivity(keys, prefix, clock);
    }
}
