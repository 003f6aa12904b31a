package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import org.jspecify.annotations.Nullable;

/** Resolves the block parameters of calls. */
final class BlockFinder {

    private final NodeCore core;

    BlockFinder(NodeCore core) {
        this.core = core;
    }

    /** Returns the canonical block of a tag or number; "pending" gives the head. */
    @Nullable Imported canonical(String tag) throws RpcException {
        return switch (tag) {
            case "latest", "pending" -> core.chain.head();
            case "earliest" -> core.chain.genesis();
            case "safe", "finalized" -> throw new RpcException(tag + " block not found");
            default -> core.chain.canonical(number(tag));
        };
    }

    private static long number(String quantity) throws RpcException {
        try {
            return Long.parseLong(quantity.substring(2), 16);
        } catch (NumberFormatException e) {
            throw RpcException.argument(0, "block number larger than int64");
        }
    }

    /** Returns the accounts after a block; for "pending" those of the head. */
    World world(String reference) throws RpcException {
        Imported block = reference.length() == 66 ? core.chain.byHash(Hash256.parse(reference)) : canonical(reference);
        if (block == null) {
            throw new RpcException("header not found");
        }
        return block.world();
    }
}
