package io.potpool.spi;

/** Makes a job manager's factory by id; see {@link Provider}. */
public interface JobManagerProvider extends Provider<JobManagerFactory> {}
