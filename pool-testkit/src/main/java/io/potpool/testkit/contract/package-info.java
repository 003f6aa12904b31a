/** What every implementation of an SPI must do, as abstract tests that its author extends. */
@NullMarked
package io.potpool.testkit.contract;

import org.jspecify.annotations.NullMarked;
