package io.potpool.node;

import io.potpool.work.BlockHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what is wrong with each node, seen among the others. Remembers since when a node lags; not thread-safe. */
final class HealthRules {

    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final Duration WORKLESS = Duration.ofSeconds(1);
    static final Duration FROZEN = Duration.ofSeconds(2);
    static final Duration BEHIND = Duration.ofSeconds(5);
    static final Duration AGING_HEAD = Duration.ofMinutes(2);
    static final Duration OLD_HEAD = Duration.ofMinutes(5);
    private static final long BEHIND_BLOCKS = 2;
    private static final long SYNC_GAP = 3;
    private static final long FEW_PEERS = 3;

    private final Map<String, Instant> behindSince = new HashMap<>();

    /** Returns the problems of one node of {@code all}, the worst not necessarily first. */
    List<Problem> judge(NodeView node, List<NodeView> all, Optional<Problem> branch, Instant now) {
        List<Problem> problems = new ArrayList<>();
        node.checkup().foreign().ifPresent(problems::add);
        branch.ifPresent(problems::add);
        if (node.down().isPresent()) {
            behindSince.remove(node.id());
            problems.add(new Problem(Problem.Kind.UNREACHABLE, node.down().get()));
            return problems;
        }
        if (lasts(node.waitingSince(), PATIENCE, now)) {
            problems.add(new Problem(Problem.Kind.SLOW, "no answer for " + PATIENCE.toSeconds() + " s"));
        }
        if (lasts(node.workless(), WORKLESS, now)) {
            problems.add(new Problem(Problem.Kind.NO_WORK, "no work: " + node.noWork()));
        }
        if (lasts(node.frozenSince(), FROZEN, now)) {
            problems.add(new Problem(
                    Problem.Kind.FROZEN,
                    "its work stays at height "
                            + node.work().map(work -> work.height()).orElse(-1L) + " while its latest block is "
                            + node.height()));
        }
        node.complaint().ifPresent(text -> problems.add(new Problem(Problem.Kind.REFUSED, text)));
        lag(node, all, now).ifPresent(problems::add);
        node.head().flatMap(block -> age(block.head(), all, now)).ifPresent(problems::add);
        network(node.checkup()).forEach(problems::add);
        return problems;
    }

    private static boolean lasts(Optional<Instant> since, Duration limit, Instant now) {
        return since.isPresent() && now.isAfter(since.get().plus(limit));
    }

    private Optional<Problem> lag(NodeView node, List<NodeView> all, Instant now) {
        long best = all.stream()
                .filter(NodeView::comparable)
                .filter(HealthRules::standsOnItsHead)
                .mapToLong(NodeView::height)
                .max()
                .orElse(-1);
        if (node.head().isEmpty() || node.height() > best - BEHIND_BLOCKS) {
            behindSince.remove(node.id());
            return Optional.empty();
        }
        Instant since = behindSince.computeIfAbsent(node.id(), unused -> now);
        return lasts(Optional.of(since), BEHIND, now)
                ? Optional.of(new Problem(
                        Problem.Kind.BEHIND, "its latest block is " + node.height() + ", another node's is " + best))
                : Optional.empty();
    }

    /** A head counts for others only with work on it: a number alone is easily said. */
    private static boolean standsOnItsHead(NodeView node) {
        return node.complaint().isEmpty()
                && node.work()
                        .filter(work -> work.height() == node.height() + 1)
                        .isPresent();
    }

    private static Optional<Problem> age(BlockHead head, List<NodeView> all, Instant now) {
        if (!isOlder(head, AGING_HEAD, now)) {
            return Optional.empty();
        }
        String text = "its latest block " + head.height() + " is old";
        boolean otherIsFresh = all.stream()
                .filter(NodeView::comparable)
                .flatMap(other -> other.head().stream())
                .anyMatch(other -> !isOlder(other.head(), OLD_HEAD, now));
        boolean old = isOlder(head, OLD_HEAD, now) && otherIsFresh;
        return Optional.of(new Problem(old ? Problem.Kind.OLD_HEAD : Problem.Kind.AGING_HEAD, text));
    }

    /** A block's time is whatever a node says, up to the end of time; a difference never overflows. */
    private static boolean isOlder(BlockHead head, Duration limit, Instant now) {
        return Duration.between(head.timestamp(), now).compareTo(limit) > 0;
    }

    private static List<Problem> network(Checkup checkup) {
        List<Problem> problems = new ArrayList<>();
        checkup.unsettled()
                .ifPresent(why -> problems.add(new Problem(Problem.Kind.UNSETTLED, "it could not be checked: " + why)));
        if (checkup.peers().isPresent() && checkup.peers().getAsLong() == 0) {
            problems.add(new Problem(Problem.Kind.NO_PEERS, "it has no peers"));
        } else if (checkup.peers().isPresent() && checkup.peers().getAsLong() < FEW_PEERS) {
            problems.add(new Problem(Problem.Kind.FEW_PEERS, "it has few peers"));
        }
        if (checkup.syncGap().isPresent() && checkup.syncGap().getAsLong() > SYNC_GAP) {
            problems.add(new Problem(
                    Problem.Kind.SYNCING, "it is syncing, " + checkup.syncGap().getAsLong() + " blocks behind"));
        }
        return problems;
    }
}
