/** For authors of stores: the parts of an audit that do not depend on how rows are kept. */
@NullMarked
package io.potpool.audit;

import org.jspecify.annotations.NullMarked;
