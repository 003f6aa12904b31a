package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for transfers, transactions and blocks that one node has. For one thread; every method blocks for as long as the node takes,
 * and throws {@link IOException} if it does not answer, or answers something else than the protocol says.
 */
public final class ChainSearch implements AutoCloseable {

    private final OkHttpWire wire = new OkHttpWire();
    private final NodeRpc rpc;

    /** Nothing is asked yet. */
    public ChainSearch(NodeSettings node) {
        this.rpc = new NodeRpc(wire, node);
    }

    /** Returns the chain id. */
    public long chainId() throws IOException {
        return ask(RpcCall.of("eth_chainId"), json -> Values.count(json, "the chain id"));
    }

    /** Returns the height of the latest block. */
    public long head() throws IOException {
        return ask(RpcCall.of("eth_blockNumber"), json -> Values.count(json, "the height"));
    }

    /** Returns the time of a block. */
    public Instant timeOf(long height) throws IOException {
        return block(height, false).time();
    }

    /** Returns the hash of a block. */
    public Hash256 hashOf(long height) throws IOException {
        return block(height, false).hash();
    }

    /** Returns the lowest height whose block is not older than {@code at}; one above the head if there is none. */
    public long firstSince(Instant at) throws IOException {
        long low = 0;
        long high = head() + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (timeOf(middle).isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the transfers of a block that an address sent. */
    public List<ChainTransfer> transfers(Address from, long height) throws IOException {
        Body block = block(height, true);
        List<ChainTransfer> transfers = new ArrayList<>();
        for (Moved moved : block.moved()) {
            if (moved.from().equals(from)) {
                transfers.add(new ChainTransfer(
                        moved.hash(), from, moved.to(), moved.amount(), height, block.time(), succeeded(moved.hash())));
            }
        }
        return transfers;
    }

    /** Returns who sent a transaction; empty if the node does not know it. */
    public Optional<Address> senderOf(Hash256 transaction) throws IOException {
        return ask(
                new RpcCall("eth_getTransactionByHash", "[\"" + transaction + "\"]"),
                json -> json instanceof Json.Null
                        ? Optional.empty()
                        : Optional.of(Values.address(
                                Values.object(json, "the transaction").get("from"), "the transaction's sender")));
    }

    /** Returns whether the node knows of transactions of an address that are in no block yet. */
    public boolean hasUnmined(Address from) throws IOException {
        return count(from, "pending") != count(from, "latest");
    }

    /** Returns what an address has at the latest block. */
    public Wei balance(Address of) throws IOException {
        return ask(
                new RpcCall("eth_getBalance", "[\"" + of + "\",\"latest\"]"),
                json -> new Wei(Values.number(json, "the balance")));
    }

    /**
     * Returns what the node has of transactions, in their order, by one batch of two calls for each.
     *
     * @param transactions at most 100
     */
    public List<TransactionFate> transactions(List<Hash256> transactions) throws IOException {
        List<Json> answers = answers(TransactionLook.calls(transactions));
        List<TransactionFate> fates = new ArrayList<>();
        for (int i = 0; i < transactions.size(); i++) {
            Hash256 asked = transactions.get(i);
            Json receipt = answers.get(2 * i);
            Json transaction = answers.get(2 * i + 1);
            fates.add(read("a transaction", () -> TransactionLook.fate(asked, receipt, transaction)));
        }
        return fates;
    }

    /**
     * Returns the blocks of heights, in their order, by one batch; empty where the node has none.
     *
     * @param heights at most 100
     */
    public List<Optional<ChainBlock>> blocks(List<Long> heights) throws IOException {
        List<Json> answers = answers(heights.stream().map(RpcCall::block).toList());
        List<Optional<ChainBlock>> blocks = new ArrayList<>();
        for (int i = 0; i < heights.size(); i++) {
            long height = heights.get(i);
            Json block = answers.get(i);
            blocks.add(read("the block " + height, () -> BlockLook.block(block, height)));
        }
        return blocks;
    }

    /** Returns the uncles that a block includes. */
    public List<ChainBlock> unclesIn(ChainBlock block) throws IOException {
        List<RpcCall> calls = new ArrayList<>();
        for (int i = 0; i < block.uncles().size(); i++) {
            calls.add(BlockLook.uncle(block.height(), i));
        }
        List<Json> answers = answers(calls);
        List<ChainBlock> uncles = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Hash256 listed = block.uncles().get(i);
            Json uncle = answers.get(i);
            uncles.add(read("an uncle in block " + block.height(), () -> BlockLook.uncle(uncle, listed)));
        }
        return uncles;
    }

    private List<Json> answers(List<RpcCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<Json> answers = new ArrayList<>();
        for (RpcReply<Json> reply : rpc.batch(calls)) {
            if (reply instanceof RpcReply.Result<Json> result) {
                answers.add(result.value());
            } else {
                throw new IOException(
                        "the node's answer to " + calls.get(answers.size()).method() + ": " + reply.problem());
            }
        }
        return answers;
    }

    private interface Reading<T> {
        T read() throws BadValueException;
    }

    private static <T> T read(String what, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (BadValueException bad) {
            throw new IOException("the node's answer about " + what + ": " + bad.why(), bad);
        }
    }

    private long count(Address from, String tag) throws IOException {
        return ask(
                new RpcCall("eth_getTransactionCount", "[\"" + from + "\",\"" + tag + "\"]"),
                json -> Values.count(json, "the transaction count"));
    }

    private boolean succeeded(Hash256 transaction) throws IOException {
        return ask(
                new RpcCall("eth_getTransactionReceipt", "[\"" + transaction + "\"]"),
                json -> Values.count(Values.object(json, "the receipt").get("status"), "the receipt's status") == 1);
    }

    private record Moved(Hash256 hash, Address from, Address to, Wei amount) {}

    private record Body(Hash256 hash, Instant time, List<Moved> moved) {}

    private Body block(long height, boolean transactions) throws IOException {
        String params = "[\"0x" + Long.toHexString(height) + "\"," + transactions + "]";
        return ask(new RpcCall("eth_getBlockByNumber", params), json -> {
            if (json instanceof Json.Null) {
                throw new BadValueException("no block of height " + height);
            }
            Json.Members block = Values.object(json, "the block");
            return new Body(
                    Values.hash(block.get("hash"), "the block's hash"),
                    Values.time(block.get("timestamp"), "the block's timestamp"),
                    transactions ? moved(block.get("transactions")) : List.of());
        });
    }

    private static List<Moved> moved(Json json) throws BadValueException {
        if (!(json instanceof Json.Items items)) {
            throw new BadValueException("the block's transactions are not a list");
        }
        List<Moved> all = new ArrayList<>();
        for (Json item : items.values()) {
            moved(Values.object(item, "a transaction")).ifPresent(all::add);
        }
        return all;
    }

    /** One without a recipient makes a contract. */
    private static Optional<Moved> moved(Json.Members transaction) throws BadValueException {
        return transaction.get("to") instanceof Json.Null
                ? Optional.empty()
                : Optional.of(new Moved(
                        Values.hash(transaction.get("hash"), "a transaction's hash"),
                        Values.address(transaction.get("from"), "a transaction's sender"),
                        Values.address(transaction.get("to"), "a transaction's recipient"),
                        new Wei(Values.number(transaction.get("value"), "a transaction's value"))));
    }

    private <T> T ask(RpcCall call, RpcReply.Decoder<Json, T> decoder) throws IOException {
        RpcReply<T> reply = rpc.call(call).decode(decoder);
        if (reply instanceof RpcReply.Result<T> result) {
            return result.value();
        }
        throw new IOException("the node's answer to " + call.method() + ": " + reply.problem());
    }

    /** Closes the connections. */
    @Override
    public void close() {
        wire.close();
    }
}
