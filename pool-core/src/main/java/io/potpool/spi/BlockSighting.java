package io.potpool.spi;

import io.potpool.domain.Hash256;
import java.time.Instant;
import java.util.Optional;

/**
 * What a node shows as its canonical block of a height.
 *
 * @param hash the block's hash, or empty if the node has no block there (an error or no answer is not reported)
 */
public record BlockSighting(String nodeId, Instant at, long height, Optional<Hash256> hash) {}
