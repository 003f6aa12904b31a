package io.potpool.testkit.miner;

import io.potpool.testkit.pow.Hasher;
import java.time.Duration;

/** Everything a miner is started with; a rate of 0 is no limit. */
record MinerSettings(
        String host,
        int port,
        MinerProtocol protocol,
        String wallet,
        String worker,
        String password,
        long hashesPerSecond,
        long firstNonce,
        Duration reconnectDelay,
        Hasher hasher,
        Epochs epochs) {

    Dialect dialect() {
        return switch (protocol) {
            case ETHPROXY -> new EthProxyDialect(this);
            case ETHEREUM_STRATUM_1 -> new EthereumStratumDialect(this);
        };
    }
}
