package io.potpool.launcher.migrate;

/** What became of a block on the chain, 20 blocks later. */
enum BlockFate {
    CANONICAL,
    UNCLE,
    ORPHAN
}
