package io.potpool.stratum;

import java.util.EnumSet;
import java.util.Set;

/** A protocol that a port may serve; the first message of a connection tells which it is. */
public enum MinerProtocol {
    /** EthProxy, also called Stratum-Proxy. */
    ETHPROXY("ethproxy"),

    /** EthereumStratum/1.0.0, by NiceHash; its sessions hold leases. */
    ETHEREUM_STRATUM_1("ethereumstratum1"),

    /**
     * EthereumStratum/2.0.0 (EIP-1571); its sessions hold leases. Served only where it is asked for: miners that look for
     * a protocol try it first, and those that follow the EIP to the letter cannot mine Etchash.
     */
    ETHEREUM_STRATUM_2("ethereumstratum2"),

    /** Stratum as Bitcoin miners speak it, with Ethash jobs. */
    PLAIN_STRATUM("stratum"),

    /** JSON-RPC over HTTP: {@code POST /login/worker}. */
    GETWORK("getwork");

    private final String label;

    MinerProtocol(String label) {
        this.label = label;
    }

    /** Returns the name in configs, metrics and logs. */
    public String label() {
        return label;
    }

    /** Returns what a port serves unless told otherwise: everything but EthereumStratum/2.0.0. */
    public static Set<MinerProtocol> usual() {
        return EnumSet.complementOf(EnumSet.of(ETHEREUM_STRATUM_2));
    }
}
