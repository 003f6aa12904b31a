package io.potpool.testkit.node;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the node says of itself and its network. */
final class NetMethods {

    private static final String VERSION = "CoreGeth/v1.12.20-stable-c2fb4412/linux-amd64/go1.21.11";

    private final NodeCore core;

    NetMethods(NodeCore core) {
        this.core = core;
    }

    void addTo(Methods methods) {
        methods.add("web3_clientVersion", 0, args -> VERSION);
        methods.add("net_version", 0, args -> Long.toString(core.settings.networkId));
        methods.add("net_peerCount", 0, args -> HexText.quantity(core.network.peers() + core.linkCount()));
        methods.add("net_listening", 0, args -> true);
        methods.add("eth_chainId", 0, args -> HexText.quantity(core.settings.chainId));
        methods.add("eth_syncing", 0, args -> core.network.syncing(core.chain));
        methods.add("rpc_modules", 0, args -> modules());
        methods.add("admin_peers", 0, args -> List.of());
    }

    private static Map<String, String> modules() {
        Map<String, String> modules = new TreeMap<>();
        for (String name : List.of("admin", "debug", "eth", "ethash", "miner", "net", "rpc", "txpool", "web3")) {
            modules.put(name, "1.0");
        }
        return modules;
    }
}
