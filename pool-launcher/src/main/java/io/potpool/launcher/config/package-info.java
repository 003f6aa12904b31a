/** Reads the operator's config file into immutable records and says everything that is wrong with it at once. */
@NullMarked
package io.potpool.launcher.config;

import org.jspecify.annotations.NullMarked;
