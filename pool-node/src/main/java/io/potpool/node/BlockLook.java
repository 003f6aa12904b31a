package io.potpool.node;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads headers as a node hands them out, and takes none whose hash is not that of its members. */
final class BlockLook {

    /** Source: the Yellow Paper; a block includes at most two. */
    private static final int MOST_UNCLES = 2;

    private BlockLook() {}

    static RpcCall uncle(long height, int index) {
        return new RpcCall(
                "eth_getUncleByBlockNumberAndIndex",
                "[\"0x" + Long.toHexString(height) + "\",\"0x" + Integer.toHexString(index) + "\"]");
    }

    /** Returns the block of a height; empty where the node has none. */
    static Optional<ChainBlock> block(Json json, long height) throws BadValueException {
        if (json instanceof Json.Null) {
            return Optional.empty();
        }
        Json.Members block = Values.object(json, "the block");
        ChainBlock header = header(block, uncles(block.get("uncles")));
        if (header.height() != height) {
            throw new BadValueException("the block " + header.height() + " instead of " + height);
        }
        return Optional.of(header);
    }

    /** Returns an uncle that was asked for by the place where its hash is listed. */
    static ChainBlock uncle(Json json, Hash256 listed) throws BadValueException {
        ChainBlock uncle = header(Values.object(json, "the uncle"), List.of());
        if (!uncle.hash().equals(listed)) {
            throw new BadValueException("the uncle " + uncle.hash() + " instead of " + listed);
        }
        return uncle;
    }

    private static ChainBlock header(Json.Members header, List<Hash256> uncles) throws BadValueException {
        Hash256 claimed = Values.hash(header.get("hash"), "the block's hash");
        Hash256 mix = Values.hash(header.get("mixHash"), "the block's mixHash");
        Hash256 hash = SealHeader.sealed(header);
        if (!hash.equals(claimed)) {
            throw new BadValueException("a block of hash " + claimed + " whose members have the hash " + hash);
        }
        return new ChainBlock(
                Values.count(header.get("number"), "the block's number"),
                hash,
                Values.hash(header.get("parentHash"), "the block's parent"),
                SealHeader.hash(header),
                new Nonce(ByteBuffer.wrap(Values.data(header.get("nonce"), "the block's nonce"))
                        .getLong()),
                mix,
                Values.address(header.get("miner"), "the block's miner"),
                Values.difficulty(header.get("difficulty"), "the block's difficulty"),
                uncles);
    }

    private static List<Hash256> uncles(Json json) throws BadValueException {
        if (!(json instanceof Json.Items items) || items.values().size() > MOST_UNCLES) {
            throw new BadValueException("the block's uncles are not a list of at most " + MOST_UNCLES);
        }
        List<Hash256> hashes = new ArrayList<>();
        for (Json item : items.values()) {
            hashes.add(Values.hash(item, "an uncle's hash"));
        }
        return hashes;
    }
}
