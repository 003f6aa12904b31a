package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What became of one transaction of a block. */
record Receipt(
        Transaction transaction,
        int index,
        boolean succeeded,
        long gasUsed,
        long cumulativeGasUsed,
        BigInteger effectivePrice,
        @Nullable Address created) {}
