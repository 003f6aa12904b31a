package io.potpool.spi;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;

/** The identity of a share, across protocols, sessions and instances. */
public record ShareKey(Hash256 header, Nonce nonce) {}
