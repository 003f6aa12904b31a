package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sending transactions and asking for their fate. */
final class TxMethods {

    private final NodeCore core;
    private final BlockFinder finder;

    TxMethods(NodeCore core, BlockFinder finder) {
        this.core = core;
        this.finder = finder;
    }

    void addTo(Methods methods) {
        methods.add("eth_sendRawTransaction", 1, args -> send(args.bytes(0)));
        methods.add("eth_getTransactionByHash", 1, args -> transaction(args.hash(0)));
        methods.add("eth_getTransactionReceipt", 1, args -> receipt(args.hash(0)));
        methods.add("eth_getBlockReceipts", 1, args -> receipts(args.blockReference(0)));
        methods.add("eth_getTransactionByBlockNumberAndIndex", 2, args -> {
            Imported block = finder.canonical(args.blockTag(0));
            long index = args.uint64(1);
            boolean there = block != null
                    && index >= 0
                    && index < block.block().transactions().size();
            return block != null && there ? mined(block, (int) index) : null;
        });
    }

    private Object send(byte[] raw) throws RpcException {
        Transaction tx;
        try {
            tx = core.codec.decode(raw);
        } catch (Rlp.RlpException e) {
            throw new RpcException(String.valueOf(e.getMessage()));
        }
        TxRules.checkFront(tx);
        return core.addTransaction(tx).toString();
    }

    private @Nullable Object transaction(Hash256 hash) {
        Found found = find(hash);
        if (found != null) {
            return mined(found.block(), found.index());
        }
        Transaction pooled = core.process().pool.get(hash);
        return pooled == null ? null : TxJson.pooled(pooled);
    }

    private @Nullable Object receipt(Hash256 hash) {
        Found found = find(hash);
        return found == null ? null : TxJson.receipt(found.block().receipts().get(found.index()), found.block());
    }

    private @Nullable Object receipts(String reference) throws RpcException {
        if (reference.equals("pending")) {
            return List.of();
        }
        Imported block =
                reference.length() == 66 ? core.chain.byHash(Hash256.parse(reference)) : finder.canonical(reference);
        return block == null
                ? null
                : block.receipts().stream()
                        .map(receipt -> TxJson.receipt(receipt, block))
                        .toList();
    }

    private static Object mined(Imported block, int index) {
        Transaction tx = block.block().transactions().get(index);
        return TxJson.mined(tx, block.hash().toString(), block.header(), index);
    }

    private record Found(Imported block, int index) {}

    private @Nullable Found find(Hash256 hash) {
        Imported step = core.chain.head();
        while (!step.equals(core.chain.genesis())) {
            List<Transaction> transactions = step.block().transactions();
            for (int i = 0; i < transactions.size(); i++) {
                if (transactions.get(i).hash().equals(hash)) {
                    return new Found(step, i);
                }
            }
            step = core.chain.parent(step);
        }
        return null;
    }
}
