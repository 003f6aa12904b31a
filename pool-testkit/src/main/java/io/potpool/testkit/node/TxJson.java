package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transactions and receipts in the members and order of core-geth. */
final class TxJson {

    private TxJson() {}

    static Map<String, @Nullable Object> pooled(Transaction tx) {
        return json(tx, null, null, null, tx.feeCap());
    }

    static Map<String, @Nullable Object> mined(Transaction tx, String blockHash, Header header, int index) {
        return json(
                tx,
                blockHash,
                HexText.quantity(header.number()),
                HexText.quantity(index),
                tx.effectivePrice(header.baseFee()));
    }

    private static Map<String, @Nullable Object> json(
            Transaction tx,
            @Nullable String blockHash,
            @Nullable String blockNumber,
            @Nullable String index,
            BigInteger gasPrice) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("blockHash", blockHash);
        json.put("blockNumber", blockNumber);
        json.put("from", tx.from().text());
        json.put("gas", HexText.quantity(tx.gas()));
        json.put("gasPrice", HexText.quantity(gasPrice));
        if (tx.type() == 2) {
            json.put("maxFeePerGas", HexText.quantity(tx.feeCap()));
            json.put("maxPriorityFeePerGas", HexText.quantity(tx.tipCap()));
        }
        json.put("hash", tx.hash().toString());
        json.put("input", tx.data());
        json.put("nonce", HexText.quantity(tx.nonce()));
        json.put("to", tx.to() == null ? null : tx.to().text());
        json.put("transactionIndex", index);
        json.put("value", HexText.quantity(tx.value()));
        json.put("type", HexText.quantity(tx.type()));
        if (tx.type() != 0) {
            json.put("accessList", accessList(tx));
        }
        if (tx.chainId() != null) {
            json.put("chainId", HexText.quantity(tx.chainId()));
        }
        json.put("v", HexText.quantity(tx.v()));
        json.put("r", HexText.quantity(tx.r()));
        json.put("s", HexText.quantity(tx.s()));
        if (tx.type() != 0) {
            json.put("yParity", HexText.quantity(tx.v()));
        }
        return json;
    }

    private static List<Map<String, Object>> accessList(Transaction tx) {
        return tx.accessList().stream()
                .map(entry -> Map.<String, Object>of(
                        "address",
                        entry.address().text(),
                        "storageKeys",
                        entry.storageKeys().stream().map(Hash256::toString).toList()))
                .toList();
    }

    static Map<String, @Nullable Object> receipt(Receipt receipt, Imported block) {
        Transaction tx = receipt.transaction();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("blockHash", block.hash().toString());
        json.put("blockNumber", HexText.quantity(block.number()));
        json.put(
                "contractAddress",
                receipt.created() == null ? null : receipt.created().text());
        json.put("cumulativeGasUsed", HexText.quantity(receipt.cumulativeGasUsed()));
        json.put("effectiveGasPrice", HexText.quantity(receipt.effectivePrice()));
        json.put("from", tx.from().text());
        json.put("gasUsed", HexText.quantity(receipt.gasUsed()));
        json.put("logs", List.of());
        json.put("logsBloom", HexText.data(Header.BLOOM));
        json.put("status", receipt.succeeded() ? "0x1" : "0x0");
        json.put("to", tx.to() == null ? null : tx.to().text());
        json.put("transactionHash", tx.hash().toString());
        json.put("transactionIndex", HexText.quantity(receipt.index()));
        json.put("type", HexText.quantity(tx.type()));
        return json;
    }

    /** The {@code tx} member that {@code eth_signTransaction} returns beside the raw bytes. */
    static Map<String, @Nullable Object> signed(Transaction tx) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", HexText.quantity(tx.type()));
        json.put("chainId", tx.chainId() == null ? null : HexText.quantity(tx.chainId()));
        json.put("nonce", HexText.quantity(tx.nonce()));
        json.put("to", tx.to() == null ? null : tx.to().text());
        json.put("gas", HexText.quantity(tx.gas()));
        json.put("gasPrice", HexText.quantity(tx.feeCap()));
        json.put("maxPriorityFeePerGas", null);
        json.put("maxFeePerGas", null);
        json.put("value", HexText.quantity(tx.value()));
        json.put("input", tx.data());
        json.put("v", HexText.quantity(tx.v()));
        json.put("r", HexText.quantity(tx.r()));
        json.put("s", HexText.quantity(tx.s()));
        json.put("hash", tx.hash().toString());
        return json;
    }
}
