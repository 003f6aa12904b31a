package io.potpool.testkit.node;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Blocks and headers in the members and order of core-geth. */
final class BlockJson {

    private static final String ZERO_HASH = "0x" + "0".repeat(64);

    private BlockJson() {}

    static Map<String, @Nullable Object> sealed(Imported imported, boolean fullTransactions) {
        Block block = imported.block();
        Map<String, @Nullable Object> json = common(block.header(), imported.totalDifficulty());
        body(json, block, transactions(block, imported.hash().toString(), fullTransactions));
        return json;
    }

    static Map<String, @Nullable Object> pending(Block block, boolean fullTransactions) {
        Map<String, @Nullable Object> json = common(block.header(), null);
        json.put("hash", null);
        json.put("nonce", null);
        json.put("mixHash", ZERO_HASH);
        json.put("stateRoot", ZERO_HASH);
        json.put("miner", null);
        body(json, block, transactions(block, block.hash().toString(), fullTransactions));
        return json;
    }

    static Map<String, @Nullable Object> uncle(Header header) {
        Map<String, @Nullable Object> json = common(header, null);
        json.put("uncles", List.of());
        json.put("size", HexText.quantity(new Block(header, List.of(), List.of()).size()));
        return json;
    }

    /** The answer of {@code eth_getHeaderByNumber}: a block without its body. */
    static Map<String, @Nullable Object> headerOf(Imported imported) {
        return common(imported.header(), imported.totalDifficulty());
    }

    /** The header object of notifications and subscriptions, with its null members. */
    static Map<String, @Nullable Object> header(Header header) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("parentHash", header.parent().toString());
        json.put("sha3Uncles", header.unclesHash().toString());
        json.put("miner", header.miner().text());
        json.put("stateRoot", header.stateRoot().toString());
        json.put("transactionsRoot", header.transactionsRoot().toString());
        json.put("receiptsRoot", header.receiptsRoot().toString());
        json.put("logsBloom", HexText.data(Header.BLOOM));
        json.put("difficulty", HexText.quantity(header.difficulty()));
        json.put("number", HexText.quantity(header.number()));
        json.put("gasLimit", HexText.quantity(header.gasLimit()));
        json.put("gasUsed", HexText.quantity(header.gasUsed()));
        json.put("timestamp", HexText.quantity(header.timestamp()));
        json.put("extraData", header.extra());
        json.put("mixHash", header.mix().toString());
        json.put("nonce", header.nonce().toString());
        json.put("baseFeePerGas", header.baseFee() == null ? null : HexText.quantity(header.baseFee()));
        json.put("withdrawalsRoot", null);
        json.put("blobGasUsed", null);
        json.put("excessBlobGas", null);
        json.put("parentBeaconBlockRoot", null);
        json.put("hash", header.hash().toString());
        return json;
    }

    private static Map<String, @Nullable Object> common(Header header, @Nullable BigInteger totalDifficulty) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("number", HexText.quantity(header.number()));
        json.put("hash", header.hash().toString());
        json.put("parentHash", header.parent().toString());
        json.put("nonce", header.nonce().toString());
        json.put("mixHash", header.mix().toString());
        json.put("sha3Uncles", header.unclesHash().toString());
        json.put("logsBloom", HexText.data(Header.BLOOM));
        json.put("stateRoot", header.stateRoot().toString());
        json.put("miner", header.miner().text());
        json.put("difficulty", HexText.quantity(header.difficulty()));
        json.put("totalDifficulty", totalDifficulty == null ? null : HexText.quantity(totalDifficulty));
        json.put("extraData", header.extra());
        json.put("gasLimit", HexText.quantity(header.gasLimit()));
        json.put("gasUsed", HexText.quantity(header.gasUsed()));
        json.put("timestamp", HexText.quantity(header.timestamp()));
        json.put("transactionsRoot", header.transactionsRoot().toString());
        json.put("receiptsRoot", header.receiptsRoot().toString());
        if (header.baseFee() != null) {
            json.put("baseFeePerGas", HexText.quantity(header.baseFee()));
        }
        return json;
    }

    private static void body(Map<String, @Nullable Object> json, Block block, List<?> transactions) {
        json.put("transactions", transactions);
        json.put("uncles", block.uncles().stream().map(u -> u.hash().toString()).toList());
        json.put("size", HexText.quantity(block.size()));
    }

    private static List<?> transactions(Block block, String blockHash, boolean full) {
        List<Transaction> all = block.transactions();
        if (!full) {
            return all.stream().map(tx -> tx.hash().toString()).toList();
        }
        return IntStream.range(0, all.size())
                .mapToObj(i -> TxJson.mined(all.get(i), blockHash, block.header(), i))
                .toList();
    }
}
