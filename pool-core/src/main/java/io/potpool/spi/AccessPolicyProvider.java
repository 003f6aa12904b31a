package io.potpool.spi;

/** Makes an access policy by id; see {@link Provider}. */
public interface AccessPolicyProvider extends Provider<AccessPolicy> {}
