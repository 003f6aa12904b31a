package io.potpool.spi;

import java.util.List;

/**
 * Shares to be credited together.
 *
 * @param sequence the batch's number within its journal: 1, 2, 3 ...
 * @param shares at least one, none twice
 */
public record CreditBatch(JournalId journal, long sequence, List<ShareCredit> shares) {}
