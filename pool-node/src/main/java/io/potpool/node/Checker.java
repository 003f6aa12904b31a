package io.potpool.node;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks one node who it is and how it is. Used by one thread.
 *
 * <p>A method that the node does not have leaves its check out: only a wrong chain id, a contradicted checkpoint, or an
 * etherbase outside the configured ones is held against it. Any other answer that is none leaves open whose work the node
 * gives, where the question is about that.
 */
final class Checker {

    private static final String ETHERBASE = "eth_coinbase";
    private static final List<RpcCall> ALWAYS = List.of(
            RpcCall.of("eth_chainId"), RpcCall.of(ETHERBASE), RpcCall.of("net_peerCount"), RpcCall.of("eth_syncing"));

    private final NodeRpc rpc;
    private final ChainSpec chain;
    private final Set<Address> etherbases;

    Checker(NodeRpc rpc, ChainSpec chain, Set<Address> etherbases) {
        this.rpc = rpc;
        this.chain = chain;
        this.etherbases = etherbases;
    }

    /**
     * Makes one check.
     *
     * @param now when it begins
     * @param compared further heights at which the node's block is wanted
     * @return {@link RpcReply.NoAnswer} or {@link RpcReply.Malformed} if the node does not answer in its protocol, or not
     *     every call
     */
    RpcReply<Checkup> check(Instant now, Set<Long> compared) {
        Set<Long> heights = new TreeSet<>(compared);
        heights.addAll(chain.checkpoints().keySet());
        List<RpcCall> calls = new ArrayList<>(ALWAYS);
        heights.forEach(height -> calls.add(RpcCall.block(height)));
        List<RpcReply<Json>> replies = rpc.batch(calls);
        Optional<RpcReply<Json>> silence =
                replies.stream().filter(RpcReply.NoAnswer.class::isInstance).findFirst();
        if (silence.isPresent()) {
            return silence.get().without();
        }
        if (replies.stream().allMatch(RpcReply.Malformed.class::isInstance)) {
            return replies.get(0).without();
        }
        RpcReply<Long> id = replies.get(0).decode(json -> Values.count(json, "the chain id"));
        RpcReply<Address> coinbase = replies.get(1).decode(json -> Values.address(json, "the etherbase"));
        List<String> open = new ArrayList<>();
        settle(id, "eth_chainId").ifPresent(open::add);
        if (!etherbases.isEmpty()) {
            settle(coinbase, ETHERBASE).ifPresent(open::add);
        }
        Map<Long, Hash256> blocks = new HashMap<>();
        int next = ALWAYS.size();
        for (long height : heights) {
            RpcReply<Optional<NodeBlock>> block = replies.get(next++).decode(NodeBlock::decode);
            value(block)
                    .flatMap(found -> found)
                    .filter(found -> found.head().height() == height)
                    .ifPresent(found -> blocks.put(height, found.head().hash()));
            if (chain.checkpoints().containsKey(height)) {
                settle(block, "block " + height).ifPresent(open::add);
            }
        }
        return new RpcReply.Result<>(new Checkup(
                now,
                open.stream().findFirst(),
                foreign(value(id), value(coinbase), blocks),
                value(coinbase),
                optional(value(replies.get(2).decode(json -> Values.count(json, "the number of peers")))),
                optional(value(replies.get(3).decode(Checker::syncGap))),
                blocks));
    }

    /** Returns why a question stays open: it was answered, but not with a value, and not that there is no such method. */
    private static Optional<String> settle(RpcReply<?> reply, String what) {
        boolean settled = reply instanceof RpcReply.Result || reply.isUnknownMethod();
        return settled ? Optional.empty() : Optional.of(what + ": " + reply.problem());
    }

    private Optional<Problem> foreign(Optional<Long> id, Optional<Address> coinbase, Map<Long, Hash256> blocks) {
        if (id.isPresent() && id.get() != chain.chainId()) {
            return problem(
                    Problem.Kind.WRONG_CHAIN,
                    "its chain id is " + id.get() + ", that of " + chain.name() + " is " + chain.chainId());
        }
        for (Map.Entry<Long, Hash256> checkpoint : chain.checkpoints().entrySet()) {
            Hash256 own = blocks.get(checkpoint.getKey());
            if (own != null && !own.equals(checkpoint.getValue())) {
                return problem(
                        Problem.Kind.WRONG_CHAIN,
                        "its block " + checkpoint.getKey() + " is " + own + ", not " + checkpoint.getValue());
            }
        }
        if (!etherbases.isEmpty() && coinbase.isPresent() && !etherbases.contains(coinbase.get())) {
            return problem(
                    Problem.Kind.FOREIGN_ETHERBASE,
                    "it mines to " + coinbase.get() + ", which is not a configured etherbase");
        }
        return Optional.empty();
    }

    private static Optional<Problem> problem(Problem.Kind kind, String text) {
        return Optional.of(new Problem(kind, text));
    }

    /** Decodes eth_syncing: false, or an object, which core-geth also sends while it only indexes transactions. */
    private static long syncGap(Json json) throws BadValueException {
        if (json.equals(Json.FALSE)) {
            return 0;
        }
        Json.Members state = Values.object(json, "the state of syncing");
        return Values.count(state.get("highestBlock"), "highestBlock")
                - Values.count(state.get("currentBlock"), "currentBlock");
    }

    private static <T> Optional<T> value(RpcReply<T> reply) {
        return reply instanceof RpcReply.Result<T> result ? Optional.of(result.value()) : Optional.empty();
    }

    private static OptionalLong optional(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }
}
