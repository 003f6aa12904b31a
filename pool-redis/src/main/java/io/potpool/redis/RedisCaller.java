package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends calls: scripts by their digest, with their text where the server has lost it; and waits for replicas. Thread-safe. */
final class RedisCaller {

    /** A failure that comes sooner is no lack of an answer but a dead connection. */
    static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final RedisLink link;
    private final Waits waits;

    RedisCaller(RedisLink link, Waits waits) {
        this.link = link;
        this.waits = waits;
    }

    /**
     * Makes changes in one go, in their order, and waits until they are as durable as was asked for.
     *
     * @throws LinkException if their fate is unknown
     * @throws StoreException if they were made, but are not as durable as was asked for
     */
    List<@Nullable Object> write(List<Call> calls) {
        List<RedisCommand> commands = new ArrayList<>(calls.size() + 2);
        calls.forEach(call -> commands.add(call.command()));
        List<@Nullable Object> sent = exchange(commands);
        List<@Nullable Object> replies = new ArrayList<>(sent.subList(0, calls.size()));
        List<Integer> unknown = unknown(replies);
        if (!unknown.isEmpty()) {
            List<RedisCommand> whole = new ArrayList<>(unknown.size() + 2);
            unknown.forEach(index -> whole.add(calls.get(index).whole()));
            // what is waited for behind these covers those before
            sent = exchange(whole);
            for (int i = 0; i < unknown.size(); i++) {
                replies.set(unknown.get(i), sent.get(i));
            }
        }
        int own = unknown.isEmpty() ? calls.size() : unknown.size();
        waits.check(sent.subList(own, sent.size()));
        return replies;
    }

    private List<@Nullable Object> exchange(List<RedisCommand> commands) {
        List<RedisCommand> all = new ArrayList<>(commands);
        all.addAll(waits.commands());
        return link.exchange(all);
    }

    private static List<Integer> unknown(List<@Nullable Object> replies) {
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof ErrorReply error && error.isOfKind("NOSCRIPT")) {
                unknown.add(i);
            }
        }
        return unknown;
    }

    /**
     * Reads.
     *
     * @throws StoreException if there is no reply, or an error instead of one
     */
    @Nullable Object read(Call call) {
        return readAll(List.of(call)).get(0);
    }

    /**
     * Reads in one go, not as one state.
     *
     * @throws StoreException if there is no reply, or an error instead of one
     */
    List<@Nullable Object> readAll(List<Call> calls) {
        try {
            List<@Nullable Object> replies = new ArrayList<>(
                    link.exchange(calls.stream().map(Call::command).toList()));
            for (int i = 0; i < replies.size(); i++) {
                if (replies.get(i) instanceof ErrorReply error && error.isOfKind("NOSCRIPT")) {
                    replies.set(i, twice(List.of(calls.get(i).whole())).get(0));
                }
                if (replies.get(i) instanceof ErrorReply error) {
                    throw new StoreException("Redis answered: " + error.message());
                }
            }
            return replies;
        } catch (LinkException failure) {
            throw new StoreException("Redis did not answer: " + failure.getMessage(), failure);
        }
    }

    /** Returns the reply of a command whatever it is, also an error; for questions that a server may refuse. */
    @Nullable Object ask(Call call) {
        try {
            return twice(List.of(call.command())).get(0);
        } catch (LinkException failure) {
            throw new StoreException("Redis did not answer: " + failure.getMessage(), failure);
        }
    }

    /** A connection that the server closed long ago is found out at once; the next is a fresh one. */
    private List<@Nullable Object> twice(List<RedisCommand> commands) {
        long began = System.nanoTime();
        try {
            return link.exchange(commands);
        } catch (LinkException failure) {
            if (System.nanoTime() - began > STALE_NANOS) {
                throw failure;
            }
            return link.exchange(commands);
        }
    }
}
