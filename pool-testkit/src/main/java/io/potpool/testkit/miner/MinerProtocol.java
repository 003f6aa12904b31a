package io.potpool.testkit.miner;

/** A protocol that simulated miners speak. */
public enum MinerProtocol {
    /** {@code eth_submitLogin}, {@code eth_getWork}, {@code eth_submitWork}. */
    ETHPROXY,
    /** EthereumStratum/1.0.0 as NiceHash describes it. */
    ETHEREUM_STRATUM_1
}
