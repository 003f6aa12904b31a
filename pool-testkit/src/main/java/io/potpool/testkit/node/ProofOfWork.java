package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.PowHash;

/** Computes proofs of work; slow on the first call of an epoch. */
interface ProofOfWork {

    PowHash hash(long number, Hash256 sealHash, Nonce nonce);
}
