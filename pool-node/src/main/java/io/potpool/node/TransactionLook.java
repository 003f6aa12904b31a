package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a node says of transactions, by their receipt and their own content, which must agree. */
final class TransactionLook {

    private TransactionLook() {}

    /** Returns two calls for each transaction. */
    static List<RpcCall> calls(List<Hash256> transactions) {
        List<RpcCall> calls = new ArrayList<>();
        for (Hash256 transaction : transactions) {
            calls.add(new RpcCall("eth_getTransactionReceipt", "[\"" + transaction + "\"]"));
            calls.add(new RpcCall("eth_getTransactionByHash", "[\"" + transaction + "\"]"));
        }
        return calls;
    }

    /** A receipt that is kept no more, or that came between the two answers, tells nothing. */
    static TransactionFate fate(Hash256 asked, Json receiptOrNull, Json transactionOrNull) throws BadValueException {
        if (transactionOrNull instanceof Json.Null) {
            return new TransactionFate.Unknown();
        }
        Json.Members transaction = Values.object(transactionOrNull, "the transaction");
        requireSame(asked, Values.hash(transaction.get("hash"), "the transaction's hash"));
        if (transaction.get("blockHash") instanceof Json.Null) {
            return new TransactionFate.Unmined();
        }
        if (receiptOrNull instanceof Json.Null) {
            return new TransactionFate.Unknown();
        }
        Json.Members receipt = Values.object(receiptOrNull, "the receipt");
        requireSame(asked, Values.hash(receipt.get("transactionHash"), "the receipt's transaction"));
        Optional<Address> to = recipient(transaction);
        if (!to.equals(recipient(receipt))
                || !Values.hash(transaction.get("blockHash"), "the transaction's block")
                        .equals(Values.hash(receipt.get("blockHash"), "the receipt's block"))) {
            throw new BadValueException("a receipt and its transaction differ, of " + asked);
        }
        return new TransactionFate.Mined(
                asked,
                Values.address(transaction.get("from"), "the transaction's sender"),
                to,
                new Wei(Values.number(transaction.get("value"), "the transaction's value")),
                Values.count(receipt.get("blockNumber"), "the receipt's height"),
                succeeded(receipt));
    }

    /** Source: EIP-658 (Ethereum Classic from 8,772,000); receipts before have a state root instead, and tell nothing. */
    private static boolean succeeded(Json.Members receipt) throws BadValueException {
        return receipt.get("status") instanceof Json.Null && !(receipt.get("root") instanceof Json.Null)
                || Values.count(receipt.get("status"), "the receipt's status") == 1;
    }

    private static void requireSame(Hash256 asked, Hash256 answered) throws BadValueException {
        if (!asked.equals(answered)) {
            throw new BadValueException("an answer about " + answered + ", not about " + asked);
        }
    }

    private static Optional<Address> recipient(Json.Members of) throws BadValueException {
        return of.get("to") instanceof Json.Null
                ? Optional.empty()
                : Optional.of(Values.address(of.get("to"), "a recipient"));
    }
}
