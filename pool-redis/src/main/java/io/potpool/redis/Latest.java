package io.potpool.redis;

import io.potpool.spi.JournalId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the last agreement that came to this process said of heights and instances. Thread-safe; never blocks. */
final class Latest {

    private record Heights(long announced, long best, long least) {}

    private volatile Heights heights = new Heights(-1, -1, 0);

    private volatile long sequence;
    private volatile int instances;
    private final Map<JournalId, Long> answers = new ConcurrentHashMap<>();

    void set(Agreed agreed) {
        tell(agreed.lastSequence());
        instances = agreed.instances();
        heights = new Heights(agreed.announced(), agreed.best(), agreed.least());
    }

    /** Takes the texts of three heights, each nothing where there is none yet. */
    void read(@Nullable Object reply) {
        List<@Nullable Object> parts = Replies.list(reply);
        heights = new Heights(
                parts.get(0) == null ? -1 : Replies.number(parts.get(0)),
                parts.get(1) == null ? -1 : Replies.number(parts.get(1)),
                Replies.number(parts.get(2)));
    }

    /** Takes note of a sequence of the terms log. For the writer's thread. */
    void tell(long told) {
        sequence = Math.max(sequence, told);
    }

    /** An agreement has come to an instance of this process. */
    void answered(JournalId id, long answer) {
        answers.merge(id, answer, Math::max);
    }

    /** Returns how many agreements an instance of this process was sent, as far as they have come. */
    long answers(JournalId id) {
        return answers.getOrDefault(id, 0L);
    }

    /** Returns the highest sequence that this process was ever told of, also if the store has lost it since. */
    long sequence() {
        return sequence;
    }

    /** Returns how many instances were registered; 0 before the first agreement. */
    int instances() {
        return instances;
    }

    long announced() {
        return heights.announced();
    }

    long best() {
        return heights.best();
    }
}
