package io.potpool.jobs;

import io.potpool.domain.Hash256;
import io.potpool.work.Job;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs whose shares may still count, by header. Reads never block; writers take turns outside. */
final class JobWindow {

    /** A job stays for its own height and the six after it: what a node still takes as a block or an uncle. */
    static final int HEIGHTS = 7;

    private static final int MOST_JOBS = 1024;
    private static final int MOST_LEFT = 4096;

    /** A job, the highest height announced since its header was first seen, and its age. */
    private static final class Slot {
        final Job job;
        final long order;
        /** How far the pool had been, as far as this instance had: only what goes beyond makes the job late. */
        final long bestBefore;

        volatile long highestSince;

        Slot(Job job, long order, long highestSince, long bestBefore) {
            this.job = job;
            this.order = order;
            this.bestBefore = bestBefore;
            this.highestSince = Math.max(highestSince, job.height());
        }
    }

    private final Map<Long, Slot> slots = new ConcurrentHashMap<>();
    /** What {@link Slot#highestSince} was of headers that have left, should a node show one again. */
    private final Map<Long, Long> left = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_LEFT;
        }
    };

    private long order;

    Optional<Job> find(long headerWord) {
        Slot slot = slots.get(headerWord);
        return slot == null ? Optional.empty() : Optional.of(slot.job);
    }

    /** Returns all jobs, in no order. */
    List<Job> jobs() {
        return slots.values().stream().map(slot -> slot.job).toList();
    }

    Optional<Job> find(Hash256 header) {
        return find(header.w0()).filter(job -> job.header().equals(header));
    }

    /** @param best the pool's shared height */
    int lag(Job job, long best) {
        Slot slot = slots.get(job.header().w0());
        if (slot != null && best > slot.bestBefore && best > slot.highestSince) {
            slot.highestSince = best;
        }
        return slot == null ? HEIGHTS : (int) Math.min(HEIGHTS, Math.max(0, slot.highestSince - job.height()));
    }

    /**
     * Adds a job that is announced now; it keeps its place if its header is already known.
     *
     * @param bestBefore the lower of the pool's shared height and the highest that this instance knows from its own work
     */
    void add(Job job, long bestBefore) {
        long word = job.header().w0();
        slots.computeIfAbsent(word, unused -> new Slot(job, order++, left.getOrDefault(word, 0L), bestBefore));
        for (Slot slot : slots.values()) {
            slot.highestSince = Math.max(slot.highestSince, job.height());
        }
        long lowest = job.height() - HEIGHTS + 1;
        for (Slot slot : List.copyOf(slots.values())) {
            if (slot.job.height() < lowest) {
                remove(slot);
            }
        }
        while (slots.size() > MOST_JOBS) {
            slots.values().stream()
                    .filter(slot -> !slot.job.equals(job))
                    .min(Comparator.comparingLong(slot -> slot.order))
                    .ifPresent(this::remove);
        }
    }

    private void remove(Slot slot) {
        slots.remove(slot.job.header().w0());
        left.put(slot.job.header().w0(), slot.highestSince);
    }
}
