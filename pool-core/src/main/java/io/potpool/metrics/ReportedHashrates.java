package io.potpool.metrics;

import io.potpool.domain.Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What miners say their own hashrate is, the latest of each worker. It is a claim, shown and never paid by.
 *
 * <p>Bounded: 65,536 workers in all and 1,024 of one login, of which the one silent for longest makes room. In memory only.
 * Thread-safe; each call is short.
 */
public final class ReportedHashrates {

    private static final int MOST = 65_536;
    private static final int MOST_OF_A_LOGIN = 1_024;

    private final InstantSource clock;
    private final LinkedHashMap<Worker, Report> reports = new LinkedHashMap<>();
    private final Map<Address, LinkedHashMap<String, Report>> byLogin = new LinkedHashMap<>();

    private record Worker(Address login, String name) {}

    /**
     * One worker's claim.
     *
     * @param worker the worker's name
     * @param hashesPerSecond 0 or more
     * @param at when it was made
     */
    public record Report(String worker, long hashesPerSecond, Instant at) {}

    /** Creates an empty record that takes the time of reports from {@code clock}. */
    public ReportedHashrates(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Notes what a worker says.
     *
     * @throws IllegalArgumentException if the rate is negative
     */
    public synchronized void report(Address login, String worker, long hashesPerSecond) {
        if (hashesPerSecond < 0) {
            throw new IllegalArgumentException("a hashrate is not negative");
        }
        forget(new Worker(login, worker));
        LinkedHashMap<String, Report> own = byLogin.get(login);
        if (own != null && own.size() >= MOST_OF_A_LOGIN) {
            forget(new Worker(login, own.keySet().iterator().next()));
        }
        if (reports.size() >= MOST) {
            Iterator<Worker> oldest = reports.keySet().iterator();
            forget(oldest.next());
        }
        Report report = new Report(worker, hashesPerSecond, clock.instant());
        reports.put(new Worker(login, worker), report);
        byLogin.computeIfAbsent(login, unused -> new LinkedHashMap<>()).put(worker, report);
    }

    private void forget(Worker worker) {
        if (reports.remove(worker) == null) {
            return;
        }
        LinkedHashMap<String, Report> own = byLogin.get(worker.login());
        if (own != null) {
            own.remove(worker.name());
            if (own.isEmpty()) {
                byLogin.remove(worker.login());
            }
        }
    }

    /** Returns the reports of a login's workers, the one silent for longest first. */
    public synchronized List<Report> of(Address login) {
        LinkedHashMap<String, Report> own = byLogin.get(login);
        return own == null ? List.of() : new ArrayList<>(own.values());
    }

    /** Returns what all workers claim together, in hashes a second. */
    public synchronized long total() {
        return reports.values().stream().mapToLong(Report::hashesPerSecond).sum();
    }

    /** Returns the number of workers with a report. */
    public synchronized int size() {
        return reports.size();
    }
}
