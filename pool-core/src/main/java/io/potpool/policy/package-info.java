/** Who may connect, log in and send shares: scores, bans, lists and limits. */
@NullMarked
package io.potpool.policy;

import org.jspecify.annotations.NullMarked;
