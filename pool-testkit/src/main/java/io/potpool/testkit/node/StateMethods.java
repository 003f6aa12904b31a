package io.potpool.testkit.node;

import io.potpool.domain.Address;

/** Balances, nonces and code. */
final class StateMethods {

    private final NodeCore core;
    private final BlockFinder finder;

    StateMethods(NodeCore core, BlockFinder finder) {
        this.core = core;
        this.finder = finder;
    }

    void addTo(Methods methods) {
        methods.add("eth_getBalance", 2, args -> {
            Address address = args.address(0);
            return HexText.quantity(finder.world(args.blockReference(1)).balance(address));
        });
        methods.add("eth_getTransactionCount", 2, args -> {
            Address address = args.address(0);
            String block = args.blockReference(1);
            return HexText.quantity(
                    block.equals("pending")
                            ? core.process().pool.pendingNonce(address)
                            : finder.world(block).nonce(address));
        });
        methods.add("eth_getCode", 2, args -> {
            SimulatedContract contract = core.settings.contracts.get(args.address(0));
            World unused = finder.world(args.blockReference(1));
            return contract == null ? "0x" : contract.code();
        });
    }
}
