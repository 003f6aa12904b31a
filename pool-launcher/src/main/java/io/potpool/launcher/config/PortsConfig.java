package io.potpool.launcher.config;

import java.util.List;
import java.util.Optional;

/**
 * The ports for miners.
 *
 * @param stratum {@code proxy.stratum} and then {@code proxy.ports}
 * @param http {@code proxy.listen}, where miners are served over HTTP and nodes may push their work; empty for none
 * @param behindReverseProxy whether requests there come through a reverse proxy that names the miner's address
 */
public record PortsConfig(List<PortConfig> stratum, Optional<PortConfig> http, boolean behindReverseProxy) {}
