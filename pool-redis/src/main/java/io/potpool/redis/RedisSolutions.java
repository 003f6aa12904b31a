package io.potpool.redis;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Block solutions and what became of them. */
final class RedisSolutions implements SolutionStore {

    private static final int PAGE = 500;

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;

    RedisSolutions(RedisWriter writer, RedisCaller caller, Keys keys) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Void> record(Solution solution) {
        return write(solution, "");
    }

    @Override
    public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
        return write(solution, fate.name());
    }

    private CompletionStage<Void> write(Solution solution, String fate) {
        return writer.submit(
                Lane.VITAL,
                1,
                Change.of(Call.of(
                        Script.SOLUTION,
                        List.of(keys.solutions(), keys.solutionFates(), keys.solutionHeights()),
                        List.of(name(solution), solution.height(), bytes(solution), fate))));
    }

    @Override
    public List<Solution> open(long lowestHeight) {
        List<@Nullable Object> names =
                Replies.list(caller.read(Call.of("ZRANGEBYSCORE", keys.solutionHeights(), lowestHeight, "+inf")));
        List<Solution> open = new ArrayList<>();
        for (int from = 0; from < names.size(); from += PAGE) {
            addOpen(names.subList(from, Math.min(from + PAGE, names.size())), open);
        }
        open.sort(Comparator.comparingLong(Solution::height).thenComparing(Solution::foundAt));
        return open;
    }

    /** Hands over all solutions, by height. */
    static void each(RedisCaller caller, Keys keys, BiConsumer<Solution, SolutionFate> consumer) {
        List<@Nullable Object> names = Replies.list(caller.read(Call.of("ZRANGE", keys.solutionHeights(), 0, -1)));
        for (int from = 0; from < names.size(); from += PAGE) {
            List<@Nullable Object> page = names.subList(from, Math.min(from + PAGE, names.size()));
            List<@Nullable Object> replies =
                    caller.readAll(List.of(fields(keys.solutions(), page), fields(keys.solutionFates(), page)));
            List<@Nullable Object> solutions = Replies.list(replies.get(0));
            List<@Nullable Object> fates = Replies.list(replies.get(1));
            for (int i = 0; i < solutions.size(); i++) {
                String fate = Replies.textOrNull(fates.get(i));
                if (solutions.get(i) != null) {
                    consumer.accept(read(Replies.bytes(solutions.get(i))), fate(fate));
                }
            }
        }
    }

    private void addOpen(List<@Nullable Object> names, List<Solution> open) {
        List<@Nullable Object> replies =
                caller.readAll(List.of(fields(keys.solutions(), names), fields(keys.solutionFates(), names)));
        List<@Nullable Object> solutions = Replies.list(replies.get(0));
        List<@Nullable Object> fates = Replies.list(replies.get(1));
        for (int i = 0; i < solutions.size(); i++) {
            String fate = Replies.textOrNull(fates.get(i));
            if (solutions.get(i) != null && fate(fate).isOpen()) {
                open.add(read(Replies.bytes(solutions.get(i))));
            }
        }
    }

    private static SolutionFate fate(@Nullable String name) {
        try {
            return name == null ? SolutionFate.PENDING : SolutionFate.valueOf(name);
        } catch (IllegalArgumentException damaged) {
            throw new StoreException("what became of a solution is damaged: " + name, damaged);
        }
    }

    private static Call fields(String hash, List<@Nullable Object> names) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(hash);
        names.forEach(name -> arguments.add(Replies.bytes(name)));
        return Call.of("HMGET", arguments.toArray());
    }

    private static byte[] name(Solution solution) {
        return ByteBuffer.allocate(Hash256.BYTES + Long.BYTES)
                .put(solution.header().toBytes())
                .putLong(solution.nonce().value())
                .array();
    }

    private static byte[] bytes(Solution solution) {
        Bytes.Out out = new Bytes.Out();
        out.raw(solution.header().toBytes());
        out.fixed(solution.nonce().value());
        out.raw(solution.mix().toBytes());
        out.number(solution.height());
        out.big(solution.network().value());
        out.text(solution.nodeId());
        out.text(solution.login().text());
        out.text(solution.worker());
        out.text(solution.foundAt().toString());
        return out.toBytes();
    }

    private static Solution read(byte[] bytes) {
        try {
            Bytes.In in = new Bytes.In(bytes);
            return new Solution(
                    Hash256.of(in.raw(Hash256.BYTES)),
                    new Nonce(in.fixed()),
                    Hash256.of(in.raw(Hash256.BYTES)),
                    in.number(),
                    new Difficulty(in.big()),
                    in.text(),
                    new Address(in.text()),
                    in.text(),
                    Instant.parse(in.text()));
        } catch (IllegalArgumentException | DateTimeParseException damaged) {
            throw new StoreException("a stored solution is damaged: " + damaged.getMessage(), damaged);
        }
    }
}
