package io.potpool.spi;

/** Makes a store by id; see {@link Provider}. */
public interface PoolStoreProvider extends Provider<PoolStore> {}
