package io.potpool.examples;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.Ethash;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.PowHash;

/** Verifies a share with nothing but pool-core: here the seal of the first block of Ethereum. */
public final class VerifyShare {

    private VerifyShare() {}

    /** Builds the light cache of the block's epoch, about a second, and prints what the nonce reaches. */
    public static void main(String[] args) {
        LightCache cache = LightCache.build(EthashEpoch.of(1, 30_000));
        Hash256 header = Hash256.parse("0x85913a3057ea8bec78cd916871ca73802e77724e014dda65add3405d02240eb7");
        PowHash hash = Ethash.hash(cache, header, new Nonce(0x539bd4979fef1ec4L));
        System.out.println("mix " + hash.mix() + ", result " + hash.result());
        System.out.println("reaches " + Difficulty.reachedBy(hash.result()) + " of 17171480576");
    }
}
