package io.potpool.node;

import io.potpool.work.WorkTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Collects what happens with one node. Thread-safe. */
final class NodeHealth {

    private static final int FAILURES_TO_GO_DOWN = 2;
    private static final int ANSWERS_TO_COME_BACK = 5;
    /** How long a node that judges a solution may be silent, however many more are sent to it meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String id;
    private final int order;
    private boolean met;
    private int failures;
    private int answers;
    private int submissions;
    private Optional<Instant> silentSince = Optional.empty();
    private Optional<String> down = Optional.empty();
    private Optional<Instant> waitingSince = Optional.empty();
    private Optional<Instant> workless = Optional.empty();
    private String noWork = "";
    private Optional<Instant> frozenSince = Optional.empty();
    private Optional<String> complaint = Optional.empty();
    private Optional<WorkTemplate> work = Optional.empty();
    private Optional<NodeBlock> head = Optional.empty();
    private Checkup checkup = Checkup.EMPTY;

    NodeHealth(String id, int order) {
        this.id = id;
        this.order = order;
    }

    String id() {
        return id;
    }

    /** A call has been sent. */
    synchronized void waiting(Instant now) {
        waitingSince = Optional.of(now);
        silentSince = submissions > 0 ? silentSince.or(() -> waitingSince) : silentSince;
    }

    /**
     * A call has failed. A node that must first build a cache to judge a solution is not away, only slow; one that has
     * never passed a check is away at once.
     */
    synchronized void missed(boolean timedOut, String why) {
        boolean excused = isExcused();
        waitingSince = Optional.empty();
        met = true;
        if (timedOut && excused) {
            return;
        }
        answers = 0;
        failures++;
        if (timedOut || failures >= FAILURES_TO_GO_DOWN || checkup.equals(Checkup.EMPTY)) {
            down = Optional.of(why);
        }
    }

    private boolean isExcused() {
        return submissions > 0
                && silentSince
                        .map(since -> since.plus(PATIENCE))
                        .filter(limit -> waitingSince
                                .filter(call -> !call.isBefore(limit))
                                .isPresent())
                        .isEmpty();
    }

    synchronized void saw(Look.Seen look, Instant now) {
        silentSince = Optional.empty();
        waitingSince = Optional.empty();
        met = true;
        failures = 0;
        answers++;
        if (answers >= ANSWERS_TO_COME_BACK) {
            down = Optional.empty();
        }
        work = look.work();
        head = look.head();
        workless = work.isPresent() ? Optional.empty() : workless.or(() -> Optional.of(now));
        noWork = look.noWork();
        boolean frozen = work.isPresent()
                && head.isPresent()
                && work.get().height() <= head.get().head().height();
        frozenSince = frozen ? frozenSince.or(() -> Optional.of(now)) : Optional.empty();
    }

    synchronized void checked(Checkup result) {
        waitingSince = Optional.empty();
        met |= result.foreign().isPresent();
        checkup = result.after(checkup);
    }

    synchronized void complained(Optional<String> about) {
        complaint = about;
    }

    synchronized void submissionBegins() {
        submissions++;
    }

    synchronized void submissionEnds() {
        submissions--;
    }

    synchronized NodeView view() {
        return new NodeView(
                id,
                order,
                met,
                down,
                isExcused() ? Optional.empty() : waitingSince,
                workless,
                noWork,
                frozenSince,
                complaint,
                work,
                head,
                checkup);
    }
}
