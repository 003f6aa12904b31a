/** Helps to test pools: a seeded generator, simulated chain nodes and miners, and contract tests of every SPI. */
@NullMarked
package io.potpool.testkit;

import org.jspecify.annotations.NullMarked;
