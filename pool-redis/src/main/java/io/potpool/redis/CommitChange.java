package io.potpool.redis;

import io.potpool.spi.PrunedSharesException;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareFate;
import io.potpool.store.Alarm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A batch on its way: sent again as the server says it must be, until it is applied or refused. */
final class CommitChange implements Change<List<ShareFate>> {

    private final BatchDraft draft;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Rates rates;
    private @Nullable Call ready;
    private boolean recordGap;

    /** Computes what is sent first on the caller's thread, so that the writer's has less to do. */
    CommitChange(BatchDraft draft, InstantSource clock, Alarm alarm, Rates rates) {
        this.draft = draft;
        this.clock = clock;
        this.alarm = alarm;
        this.rates = rates;
        ready = draft.call(clock.millis(), false);
    }

    @Override
    public Call call() {
        Call call = ready == null ? draft.call(clock.millis(), recordGap) : ready;
        ready = null;
        return call;
    }

    @Override
    public @Nullable Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<List<ShareFate>> answer) {
        List<@Nullable Object> parts = Replies.list(reply);
        return switch (Replies.text(parts.get(0))) {
            case "ok" -> {
                List<ShareFate> fates = fates(draft.outcomes());
                rates.add(draft.batch(), fates);
                yield () -> answer.complete(fates);
            }
            case "kept" -> {
                List<ShareFate> fates = kept(Replies.textOrNull(parts.size() > 1 ? parts.get(1) : null));
                yield () -> answer.complete(fates);
            }
            case "late" -> {
                draft.setKnown(Replies.list(parts.get(1)).stream()
                        .map(number -> (int) Replies.number(number))
                        .toList());
                yield null;
            }
            case "pruned" -> {
                PrunedSharesException refusal = new PrunedSharesException(
                        draft.batch(),
                        Replies.number(parts.get(1)),
                        Instant.ofEpochMilli(draft.stored().newestMillis()));
                alarm.raise("pruned", "a batch came too late to tell what of it is paid", refusal);
                yield () -> answer.completeExceptionally(refusal);
            }
            default -> gap(Replies.number(parts.get(1)), clean, answer);
        };
    }

    /** Behind a batch that is not applied yet, one without its number is none of the store's losses. */
    private @Nullable Runnable gap(long mark, boolean clean, CompletableFuture<List<ShareFate>> answer) {
        if (!clean || !recordGap) {
            recordGap = clean;
            return null;
        }
        SequenceGapException refusal =
                new SequenceGapException(mark, draft.batch().sequence());
        alarm.raise("gap", "a journal goes on beyond what this store has of it", refusal);
        return () -> answer.completeExceptionally(refusal);
    }

    /** A batch whose fates are forgotten is older than anybody who waits for them; none of its shares is paid again. */
    private List<ShareFate> kept(@Nullable String outcomes) {
        int shares = draft.batch().shares().size();
        if (outcomes == null) {
            return Collections.nCopies(shares, ShareFate.LATE_DUPLICATE);
        }
        boolean hadLate = outcomes.startsWith("=");
        if (hadLate ? outcomes.length() != shares + 1 : !outcomes.equals("" + shares)) {
            throw new IllegalArgumentException(
                    "batch " + draft.batch().sequence() + " was applied with other shares than it has now: " + shares);
        }
        return hadLate ? fates(outcomes.substring(1)) : Collections.nCopies(shares, ShareFate.CREDITED);
    }

    private static List<ShareFate> fates(String outcomes) {
        List<ShareFate> fates = new ArrayList<>(outcomes.length());
        for (int i = 0; i < outcomes.length(); i++) {
            fates.add(outcomes.charAt(i) == '1' ? ShareFate.LATE_DUPLICATE : ShareFate.CREDITED);
        }
        return List.copyOf(fates);
    }
}
