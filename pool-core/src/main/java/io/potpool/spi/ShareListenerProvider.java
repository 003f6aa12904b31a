package io.potpool.spi;

/** Makes a share listener by id; see {@link Provider}. */
public interface ShareListenerProvider extends Provider<ShareListener> {}
