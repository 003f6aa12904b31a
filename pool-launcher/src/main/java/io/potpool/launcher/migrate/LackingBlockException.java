package io.potpool.launcher.migrate;

import java.io.IOException;

/** A node that answers does not have a block that its chain must have. */
final class LackingBlockException extends IOException {

    private static final long serialVersionUID = 1L;

    LackingBlockException(long height) {
        super("the node does not have the block " + height);
    }
}
