package io.potpool.spi;

/** Makes a block listener by id; see {@link Provider}. */
public interface BlockListenerProvider extends Provider<BlockListener> {}
