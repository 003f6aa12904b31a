/** The path of a job: from a node's template to the work that miners get, and the rules of the height. */
@NullMarked
package io.potpool.jobs;

import org.jspecify.annotations.NullMarked;
