package io.potpool.redis;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.spi.Agreement;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The pool's heights, from the last agreement that came, and what headers mean. */
final class RedisHeights implements HeightStore {

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;
    private final Unsettled unsettled;
    private final Latest latest;

    RedisHeights(RedisWriter writer, RedisCaller caller, Keys keys, Unsettled unsettled, Latest latest) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
        this.unsettled = unsettled;
        this.latest = latest;
    }

    @Override
    public long highestAnnounced() {
        return latest.announced();
    }

    @Override
    public long reference() {
        return latest.best();
    }

    @Override
    public long floor() {
        Object floor = caller.read(Call.of("HGET", keys.state(), "floor"));
        return floor == null ? -1 : Replies.number(floor);
    }

    @Override
    public CompletionStage<Void> raiseFloor(long height) {
        return writer.submit(
                Lane.VITAL, 1, Change.of(Call.of(Script.FLOOR, keys.agreement(), List.of(height)), reply -> {
                    latest.read(reply);
                    return null;
                }));
    }

    @Override
    public CompletionStage<Void> accept(long height) {
        return writer.submit(
                Lane.VITAL, 1, Change.of(Call.of(Script.ACCEPT, keys.agreement(), List.of(height)), reply -> {
                    latest.read(reply);
                    return null;
                }));
    }

    @Override
    public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
        return writer.submit(
                Lane.VITAL,
                1,
                new AgreementChange(
                        by,
                        known,
                        unsettled,
                        latest,
                        from -> Call.of(
                                Script.ANNOUNCE, keys.agreement(), List.of(by, height, from, latest.answers(by)))));
    }

    @Override
    public CompletionStage<FixedJob> fix(FixedJob job) {
        Bytes.Out out = new Bytes.Out();
        out.number(job.height());
        out.big(job.network().value());
        return writer.submit(
                Lane.VITAL,
                1,
                Change.of(
                        Call.of(
                                Script.FIX,
                                List.of(keys.jobs(), keys.jobHeights()),
                                List.of(job.header().toBytes(), job.height(), out.toBytes())),
                        reply -> read(job.header(), reply)));
    }

    private static FixedJob read(Hash256 header, @Nullable Object reply) {
        try {
            Bytes.In in = new Bytes.In(Replies.bytes(reply));
            return new FixedJob(header, in.number(), new Difficulty(in.big()));
        } catch (IllegalArgumentException damaged) {
            throw new StoreException("what the header " + header + " means is damaged", damaged);
        }
    }
}
