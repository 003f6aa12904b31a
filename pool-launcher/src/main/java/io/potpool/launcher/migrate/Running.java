package io.potpool.launcher.migrate;

import io.potpool.spi.PoolStore;
import java.time.Duration;
import java.util.Optional;

/** Sees to it that neither the old pool nor the new one runs when something is written. */
final class Running {

    private static final Duration STEP = Duration.ofMillis(200);

    private final OldPool old;
    private final ImportOptions options;
    private final PoolStore target;

    Running(OldPool old, ImportOptions options, PoolStore target) {
        this.old = old;
        this.options = options;
        this.target = target;
    }

    /** Names what can be seen at once. */
    void look(FaultList faults) {
        old.activity().beats(faults);
        old.activity().clients(old.database()).stream()
                .filter(client -> client.age().compareTo(options.clients()) >= 0)
                .map(client -> "the old pool runs, perhaps: " + OldActivity.words(client)
                        + ": stop what it is, an old stratum,"
                        + " payer or API; to import beside others that never write there add --accept-clients")
                .forEach(faults::add);
        Leftovers.running(target.instances().all(), faults);
    }

    /** Waits for as long as the options say, and names what has changed meanwhile, by whatever clock. */
    void watch(OldActivity.Moment before, FaultList faults) {
        long end = System.nanoTime() + options.watch().toNanos();
        Optional<String> change = before.difference(old.activity().now());
        while (change.isEmpty() && System.nanoTime() < end) {
            pause();
            change = before.difference(old.activity().now());
        }
        change.ifPresent(
                words -> faults.add("the old pool runs: " + words + " while this looked; stop it, then import"));
    }

    private static void pause() {
        try {
            Thread.sleep(STEP.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("broken off", stop);
        }
    }
}
