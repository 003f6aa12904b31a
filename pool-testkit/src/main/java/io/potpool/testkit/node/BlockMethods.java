package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks, headers and uncles, by number and by hash. */
final class BlockMethods {

    private final NodeCore core;
    private final BlockFinder finder;

    BlockMethods(NodeCore core, BlockFinder finder) {
        this.core = core;
        this.finder = finder;
    }

    void addTo(Methods methods) {
        methods.add(
                "eth_blockNumber", 0, args -> HexText.quantity(core.chain.head().number()));
        methods.add("eth_getBlockByNumber", 2, this::byNumber);
        methods.add("eth_getBlockByHash", 2, args -> {
            Hash256 hash = args.hash(0);
            boolean full = args.bool(1);
            Imported block = core.chain.byHash(hash);
            return block == null ? null : BlockJson.sealed(block, full);
        });
        methods.add("eth_getHeaderByNumber", 1, args -> {
            Imported block = finder.canonical(args.blockTag(0));
            return block == null ? null : BlockJson.headerOf(block);
        });
        methods.add("eth_getHeaderByHash", 1, args -> {
            Imported block = core.chain.byHash(args.hash(0));
            return block == null ? null : BlockJson.headerOf(block);
        });
        methods.add("eth_getUncleByBlockNumberAndIndex", 2, args -> {
            String tag = args.blockTag(0);
            return uncle(finder.canonical(tag), args.uint64(1));
        });
        methods.add("eth_getUncleByBlockHashAndIndex", 2, args -> {
            Hash256 hash = args.hash(0);
            return uncle(core.chain.byHash(hash), args.uint64(1));
        });
        methods.add("eth_getUncleCountByBlockNumber", 1, args -> uncles(finder.canonical(args.blockTag(0))));
        methods.add("eth_getUncleCountByBlockHash", 1, args -> uncles(core.chain.byHash(args.hash(0))));
        methods.add("eth_getBlockTransactionCountByNumber", 1, args -> {
            Imported block = finder.canonical(args.blockTag(0));
            return block == null
                    ? null
                    : HexText.quantity(block.block().transactions().size());
        });
        methods.add("debug_setHead", 1, args -> {
            core.setHead(args.number(0));
            return null;
        });
        methods.add("debug_getBadBlocks", 0, args -> List.of());
    }

    private @Nullable Object byNumber(Args args) throws RpcException {
        String tag = args.blockTag(0);
        boolean full = args.bool(1);
        if (tag.equals("pending")) {
            Block pending = core.process().miner.pending();
            return pending == null ? null : BlockJson.pending(pending, full);
        }
        Imported block = finder.canonical(tag);
        return block == null ? null : BlockJson.sealed(block, full);
    }

    private static @Nullable Object uncle(@Nullable Imported block, long index) {
        if (block == null || index < 0 || index >= block.block().uncles().size()) {
            return null;
        }
        return BlockJson.uncle(block.block().uncles().get((int) index));
    }

    private static @Nullable Object uncles(@Nullable Imported block) {
        return block == null ? null : HexText.quantity(block.block().uncles().size());
    }
}
