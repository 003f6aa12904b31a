package io.potpool.testkit.store;

import io.potpool.domain.Hash256;
import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.FixedJob;
import io.potpool.spi.ForgottenInstanceException;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.StoreLoss;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Terms, heights and instances of a pool of several processes, by the letter of the rules: each method is one script. */
final class SharedLog {

    private static final Duration SILENCE = Duration.ofMinutes(30);
    private static final long LONE = 7;

    private static final class Member {
        final Instance instance;
        Confirmation latest;
        Instant at;
        long seen;
        long announced = -1;
        long answers;
        long lost;

        Member(Instance instance, Confirmation latest, Instant at, long seen) {
            this.instance = instance;
            this.latest = latest;
            this.at = at;
            this.seen = seen;
        }
    }

    private record Copy(
            List<Member> members,
            List<TermsRecord> settled,
            List<Pending> pending,
            Map<Integer, Taken> bytes,
            long lastSequence,
            long announced,
            long best) {}

    private record Pending(TermsRecord entry, long floor, CompletableFuture<TermsRecord> settled) {}

    /** A first byte and, once its owner is over, the height that must not be committable any more. */
    private record Taken(JournalId by, long freeAbove) {}

    private final InstantSource clock;
    private final Executor answers = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "shared-memory");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<JournalId, Member> members = new LinkedHashMap<>();
    private final List<TermsRecord> settled = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<JournalId> gone = new ArrayDeque<>();
    private final Map<Integer, Taken> bytes = new HashMap<>();
    private final Map<Hash256, FixedJob> fixed = new HashMap<>();
    /** What has reached the instances: theirs, not the store's, so never lost. */
    private final Map<JournalId, Long> received = new HashMap<>();

    private long lastSequence;
    private long announced = -1;
    private long best = -1;

    SharedLog(InstantSource clock) {
        this.clock = clock;
    }

    synchronized CompletionStage<TermsRecord> append(JournalId by, TermsChange change, long floor) {
        find(by);
        CompletableFuture<TermsRecord> done = new CompletableFuture<>();
        pending.add(new Pending(new TermsRecord(++lastSequence, by, Long.MAX_VALUE, change), floor, done));
        settle();
        return done;
    }

    /** Finds out whether the store has lost an answer it had given. */
    private void find(JournalId by) {
        Member member = members.get(by);
        long had = received.getOrDefault(by, 0L);
        if (member != null && had > member.answers) {
            member.answers = had;
            member.lost = had + 1;
            member.seen = 0;
        }
    }

    /** In their order, none skipped. */
    private void settle() {
        if (members.values().stream().anyMatch(member -> member.lost > 0)) {
            return;
        }
        while (!pending.isEmpty() && members.values().stream().allMatch(member -> agrees(member, pending.element()))) {
            Pending next = pending.remove();
            long from = Math.max(announced, next.floor()) + 1;
            TermsRecord entry = new TermsRecord(
                    next.entry().sequence(),
                    next.entry().by(),
                    from,
                    next.entry().change());
            settled.add(entry);
            next.settled().completeAsync(() -> entry, answers);
        }
    }

    private boolean agrees(Member member, Pending next) {
        boolean isAppender = member.instance.id().equals(next.entry().by());
        if (isAppender && members.size() == 1) {
            return true;
        }
        boolean isFresh = member.latest.storeTime().plus(InstanceStore.FRESH).isAfter(clock.instant());
        return isFresh && (isAppender || member.seen >= next.entry().sequence());
    }

    private Agreement agreement(JournalId by, long known, long seen, Set<Integer> othersBytes) {
        Member member = members.get(by);
        if (member != null) {
            received.put(by, ++member.answers);
        }
        return new Agreement(
                settled.stream().filter(entry -> entry.sequence() > known).toList(),
                pending.stream()
                        .map(Pending::entry)
                        .filter(entry -> entry.sequence() > seen)
                        .limit(Agreement.MOST_PENDING)
                        .toList(),
                lastSequence,
                announced,
                best,
                leastCommittable(),
                List.copyOf(gone),
                clock.instant(),
                new StoreLoss(member == null ? 0 : member.lost, othersBytes));
    }

    /** Returns what puts everything back to how it is now, but for what has reached the instances. */
    synchronized Runnable copy() {
        Copy copy = new Copy(
                members.values().stream().map(SharedLog::copy).toList(),
                List.copyOf(settled),
                List.copyOf(pending),
                Map.copyOf(bytes),
                lastSequence,
                announced,
                best);
        return () -> goBack(copy);
    }

    private static Member copy(Member member) {
        Member copy = new Member(member.instance, member.latest, member.at, member.seen);
        copy.announced = member.announced;
        copy.answers = member.answers;
        copy.lost = member.lost;
        return copy;
    }

    private synchronized void goBack(Copy copy) {
        members.clear();
        copy.members().forEach(member -> members.put(member.instance.id(), copy(member)));
        settled.clear();
        settled.addAll(copy.settled());
        pending.clear();
        pending.addAll(copy.pending());
        bytes.clear();
        bytes.putAll(copy.bytes());
        lastSequence = copy.lastSequence();
        announced = copy.announced();
        best = copy.best();
    }

    private long leastCommittable() {
        return members.values().stream()
                .mapToLong(member -> member.latest.lowestCommittable())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    synchronized List<TermsRecord> settled() {
        return List.copyOf(settled);
    }

    synchronized Agreement announce(JournalId by, long height, long known) {
        find(by);
        Member member = members.get(by);
        if (member != null) {
            member.announced = Math.max(member.announced, height);
        }
        if (height >= 0) {
            announced = Math.max(announced, height);
            long[] others = members.values().stream()
                    .filter(other -> other != member && other.announced >= 0)
                    .mapToLong(other -> other.announced)
                    .toArray();
            boolean isLone = others.length > 0 && Arrays.stream(others).max().orElse(-1) < height - LONE;
            long reached = isLone ? best : height;
            for (long other : others) {
                reached = other <= height + LONE ? Math.max(reached, other) : reached;
            }
            best = Math.max(best, reached);
        }
        settle();
        return agreement(by, known, Long.MAX_VALUE, Set.of());
    }

    synchronized void accept(long height) {
        best = height;
    }

    synchronized long announced() {
        return announced;
    }

    synchronized long best() {
        return best;
    }

    synchronized FixedJob fix(FixedJob job) {
        FixedJob first = fixed.putIfAbsent(job.header(), job);
        return first == null ? job : first;
    }

    synchronized Agreement register(Instance instance) {
        Instant now = clock.instant();
        long seen = settled.isEmpty() ? 0 : settled.get(settled.size() - 1).sequence();
        Confirmation first = new Confirmation(instance.id(), 0, seen, -1, leastCommittable(), now, InstanceState.NONE);
        members.put(instance.id(), new Member(instance, first, now, seen));
        return agreement(instance.id(), Long.MAX_VALUE, Long.MAX_VALUE, Set.of());
    }

    synchronized CompletionStage<Agreement> confirm(Confirmation told) {
        Member member = members.get(told.id());
        if (member == null) {
            return CompletableFuture.failedFuture(new ForgottenInstanceException(told.id()));
        }
        find(told.id());
        if (member.lost > 0 && member.lost == told.held().loss()) {
            Optional<Long> otherwise = restore(told.held().records());
            if (otherwise.isPresent()) {
                forget(told.id());
                return CompletableFuture.failedFuture(new ForgottenInstanceException(told.id(), otherwise.get()));
            }
            member.lost = 0;
        }
        Set<Integer> others = restoreBytes(told.id(), told.held().firstBytes());
        member.latest = told;
        member.at = clock.instant();
        member.seen = member.lost > 0 ? 0 : Math.max(member.seen, told.seen());
        member.announced = Math.max(member.announced, told.announced());
        announced = Math.max(announced, told.announced());
        for (Member other : List.copyOf(members.values())) {
            if (other.at.plus(SILENCE).isBefore(member.at)) {
                forget(other.instance.id());
            }
        }
        settle();
        return CompletableFuture.completedFuture(agreement(told.id(), told.known(), member.seen, others));
    }

    private Optional<Long> restore(List<TermsRecord> given) {
        Map<Long, TermsRecord> all = new TreeMap<>();
        settled.forEach(entry -> all.put(entry.sequence(), entry));
        for (TermsRecord entry : given) {
            TermsRecord there = all.putIfAbsent(entry.sequence(), entry);
            if (there != null && !there.equals(entry)) {
                return Optional.of(entry.sequence());
            }
            announced = Math.max(announced, entry.fromHeight() - 1);
        }
        settled.clear();
        settled.addAll(all.values());
        long last = settled.isEmpty() ? 0 : settled.get(settled.size() - 1).sequence();
        lastSequence = Math.max(lastSequence, last);
        for (Pending waiting : List.copyOf(pending)) {
            TermsRecord entry = waiting.entry();
            TermsRecord same = all.get(entry.sequence());
            if (entry.sequence() <= last) {
                pending.remove(waiting);
                if (same == null
                        || !same.by().equals(entry.by())
                        || !same.change().equals(entry.change())) {
                    TermsRecord moved = new TermsRecord(++lastSequence, entry.by(), Long.MAX_VALUE, entry.change());
                    pending.add(new Pending(moved, waiting.floor(), waiting.settled()));
                }
            }
        }
        return Optional.empty();
    }

    private Set<Integer> restoreBytes(JournalId id, Set<Integer> held) {
        Set<Integer> others = new HashSet<>();
        for (int value : held) {
            Taken taken = bytes.get(value);
            if (taken == null || taken.freeAbove() != Long.MAX_VALUE && leastCommittable() > taken.freeAbove()) {
                bytes.put(value, new Taken(id, Long.MAX_VALUE));
            } else if (!taken.by().equals(id)) {
                others.add(value);
            }
        }
        return others;
    }

    synchronized void forget(JournalId id) {
        if (retire(id)) {
            gone.add(id);
            if (gone.size() > Agreement.MOST_GONE) {
                gone.remove();
            }
        }
    }

    synchronized boolean retire(JournalId id) {
        Member over = members.remove(id);
        if (over == null) {
            return false;
        }
        bytes.replaceAll((value, taken) -> taken.by().equals(id) ? new Taken(id, announced) : taken);
        settle();
        return true;
    }

    synchronized OptionalInt takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held) {
        OptionalInt again = IntStream.rangeClosed(space.lowest(), space.highest())
                .filter(value -> !held.contains(value) && bytes.containsKey(value))
                .filter(value -> bytes.get(value).equals(new Taken(by, Long.MAX_VALUE)))
                .findFirst();
        if (again.isPresent()) {
            return again;
        }
        OptionalInt free = Stream.iterate(space.lowest(), value -> value <= space.highest(), value -> value + 1)
                .mapToInt(Integer::intValue)
                .filter(this::isFree)
                .boxed()
                .sorted((one, other) -> Boolean.compare(isAwkward(one), isAwkward(other)))
                .mapToInt(Integer::intValue)
                .findFirst();
        free.ifPresent(value -> bytes.put(value, new Taken(by, Long.MAX_VALUE)));
        return free;
    }

    private static boolean isAwkward(int value) {
        return value == 0 || value == 255;
    }

    private boolean isFree(int value) {
        Taken taken = bytes.get(value);
        return taken == null
                || !members.containsKey(taken.by())
                        && taken.freeAbove() != Long.MAX_VALUE
                        && leastCommittable() > taken.freeAbove();
    }

    synchronized List<InstanceView> all() {
        return members.values().stream()
                .map(member -> new InstanceView(member.instance, member.latest, member.at))
                .toList();
    }
}
