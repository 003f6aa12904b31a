package io.potpool.redis;

import io.potpool.spi.Agreement;
import io.potpool.spi.ForgottenInstanceException;
import io.potpool.spi.JournalId;
import io.potpool.spi.RemovalCause;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A change that answers with an agreement, and settles what this process waits for. */
final class AgreementChange implements Change<Agreement> {

    private final JournalId by;
    private final long known;
    private final Unsettled unsettled;
    private final Latest latest;
    private final LongFunction<Call> call;
    private long from;

    /**
     * @param known the last settled sequence that the caller has applied
     * @param call makes the call for the sequence after which records are to be told
     */
    AgreementChange(JournalId by, long known, Unsettled unsettled, Latest latest, LongFunction<Call> call) {
        this.by = by;
        this.known = known;
        this.unsettled = unsettled;
        this.latest = latest;
        this.call = call;
    }

    @Override
    public Call call() {
        from = unsettled.from(known);
        return call.apply(from);
    }

    @Override
    public Runnable read(@Nullable Object reply, boolean clean, CompletableFuture<Agreement> answer) {
        List<@Nullable Object> parts = Replies.list(reply);
        if (Replies.text(parts.get(0)).equals("forgotten")) {
            ForgottenInstanceException forgotten = new ForgottenInstanceException(by, why(Replies.text(parts.get(1))));
            return () -> answer.completeExceptionally(forgotten);
        }
        if (Replies.text(parts.get(0)).equals("otherwise")) {
            ForgottenInstanceException forgotten = new ForgottenInstanceException(by, Replies.number(parts.get(1)));
            return () -> answer.completeExceptionally(forgotten);
        }
        Agreed agreed = Agreed.read(reply);
        latest.set(agreed);
        latest.answered(by, agreed.answer());
        Runnable settled = unsettled.settled(agreed, from);
        Agreement told = agreed.after(known);
        return () -> {
            settled.run();
            answer.complete(told);
        };
    }

    private static RemovalCause why(String word) {
        return switch (word) {
            case "silent" -> RemovalCause.SILENT;
            case "lost" -> RemovalCause.STORE_LOST;
            default -> RemovalCause.FORGOTTEN;
        };
    }
}
