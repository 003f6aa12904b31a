package io.potpool.work;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import java.time.Instant;

/** The header fields of a canonical block that the pool judges a node by. */
public record BlockHead(long height, Hash256 hash, Hash256 parentHash, Instant timestamp, Difficulty difficulty) {}
