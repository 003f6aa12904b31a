package io.potpool.spi;

import java.util.List;
import java.util.OptionalLong;

/**
 * The state of one node.
 *
 * @param id the operator's name of it
 * @param serving whether work is taken from it now
 * @param healthy whether nothing is wrong with it
 * @param height the height of its latest block, where known
 * @param problems what is wrong, in words for a log; empty if healthy
 */
public record NodeStatus(String id, boolean serving, boolean healthy, OptionalLong height, List<String> problems) {}
