package io.potpool.node;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes what is known of nodes, for tests of the rules. */
final class Views {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private Views() {}

    static Hash256 hash(long n) {
        return new Hash256(0, 0, 7, n);
    }

    static NodeBlock block(long height, Instant time, long totalDifficulty) {
        BlockHead head = new BlockHead(height, hash(height), hash(height - 1), time, Difficulty.of(1000));
        return new NodeBlock(
                head, totalDifficulty < 0 ? Optional.empty() : Optional.of(BigInteger.valueOf(totalDifficulty)));
    }

    static WorkTemplate work(String id, long height) {
        return new WorkTemplate(
                id, hash(height), hash(0), new Target(new Hash256(1, 0, 0, 0)), height, Optional.empty());
    }

    /** A node that answers, at this height, with nothing wrong. */
    static NodeHealth well(String id, int order, long height) {
        return at(id, order, height, NOW, 1000 * height);
    }

    static NodeHealth at(String id, int order, long height, Instant headTime, long totalDifficulty) {
        NodeHealth health = new NodeHealth(id, order);
        see(health, height, height + 1, headTime, totalDifficulty);
        return health;
    }

    static void see(NodeHealth health, long height, long workHeight, Instant headTime, long totalDifficulty) {
        health.saw(
                new Look.Seen(
                        Optional.of(work(health.id(), workHeight)),
                        "",
                        Optional.of(block(height, headTime, totalDifficulty))),
                headTime.isAfter(NOW) ? headTime : NOW);
    }

    static Checkup checkup(Instant at, Map<Long, Hash256> blocks) {
        return new Checkup(
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                blocks);
    }

    static Checkup judged(Optional<String> unsettled, Optional<Problem> foreign) {
        return new Checkup(
                NOW, unsettled, foreign, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Map.of());
    }

    static Checkup network(OptionalLong peers, OptionalLong syncGap) {
        return new Checkup(NOW, Optional.empty(), Optional.empty(), Optional.empty(), peers, syncGap, Map.of());
    }
}
