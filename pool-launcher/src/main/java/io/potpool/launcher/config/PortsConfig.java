package io.potpool.launcher.config;

import java.util.List;
import java.util.Optional;

/**
 * The ports for miners.
 *
 * @param stratum {@code proxy.stratum} and then {@code proxy.ports}
 * @param http {@code proxy.listen}, where miners are served over HTTP and nodes may push their work; empty for none
 * @param reverseProxies addresses and ranges of the HTTP proxies there that name the miner's address; empty for none
 */
public record PortsConfig(List<PortConfig> stratum, Optional<PortConfig> http, List<String> reverseProxies) {}
