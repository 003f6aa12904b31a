package io.potpool.node;

import io.potpool.work.BlockHead;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A block as a node shows it.
 *
 * @param totalDifficulty of the chain up to it, where the node tells
 */
record NodeBlock(BlockHead head, Optional<BigInteger> totalDifficulty) {

    /** Decodes the result of eth_getBlockByNumber; null is a height without a block. */
    static Optional<NodeBlock> decode(Json json) throws BadValueException {
        if (json instanceof Json.Null) {
            return Optional.empty();
        }
        Json.Members block = Values.object(json, "the block");
        BlockHead head = new BlockHead(
                Values.count(block.get("number"), "the block's number"),
                Values.hash(block.get("hash"), "the block's hash"),
                Values.hash(block.get("parentHash"), "the block's parentHash"),
                Values.time(block.get("timestamp"), "the block's timestamp"),
                Values.difficulty(block.get("difficulty"), "the block's difficulty"));
        Json total = block.get("totalDifficulty");
        return Optional.of(new NodeBlock(
                head,
                total instanceof Json.Null
                        ? Optional.empty()
                        : Optional.of(Values.number(total, "the block's totalDifficulty"))));
    }

    /** Decodes a latest block, which every chain has. */
    static NodeBlock decodeLatest(Json json) throws BadValueException {
        return decode(json).orElseThrow(() -> new BadValueException("no latest block"));
    }

    /** Decodes the number of a pending block, the only member of it that is used. */
    static long decodeNumber(Json json) throws BadValueException {
        if (json instanceof Json.Null) {
            throw new BadValueException("no pending block");
        }
        return Values.count(Values.object(json, "the block").get("number"), "the block's number");
    }
}
