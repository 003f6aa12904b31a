package io.potpool.ethash;

import io.potpool.domain.Hash256;

/**
 * The outcome of hashing a header with a nonce.
 *
 * @param mix the digest of the dataset pages that were read (mixHash of a block)
 * @param result the hash that is compared with a target
 */
public record PowHash(Hash256 mix, Hash256 result) {}
