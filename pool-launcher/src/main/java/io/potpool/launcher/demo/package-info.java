/** A whole pool on one machine to try out: a simulated chain, miners that really hash, and the real pool between them. */
@NullMarked
package io.potpool.launcher.demo;

import org.jspecify.annotations.NullMarked;
