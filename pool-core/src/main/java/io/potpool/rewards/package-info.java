/** What a share is paid: Pay on Target and PPS as pure functions in exact arithmetic. */
@NullMarked
package io.potpool.rewards;

import org.jspecify.annotations.NullMarked;
