package io.potpool.spi;

/** Makes a node client by id; see {@link Provider}. */
public interface NodeClientProvider extends Provider<NodeClient> {}
