package io.potpool.spi;

/** Makes a transport by id; see {@link Provider}. */
public interface MinerTransportProvider extends Provider<MinerTransport> {}
