package io.potpool.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way from a signal (SIGTERM, SIGINT), or from a pool that is over, to an orderly end: whoever waits is woken, does its work, and says how it went;
 * that becomes the exit code. A work that takes too long is cut off with exit code 1.
 */
public final class Shutdown {

    private final Duration patience;
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int code = 1;
    private volatile boolean signalled;

    private Shutdown(Duration patience) {
        this.patience = patience;
    }

    /** Begins to listen for signals. */
    public static Shutdown install(Duration patience) {
        Shutdown shutdown = new Shutdown(patience);
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::hook, "potpool-shutdown"));
        return shutdown;
    }

    private void hook() {
        if (finished.getCount() == 0) {
            return;
        }
        signalled = true;
        requested.countDown();
        try {
            if (!finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("potpool: not stopped within " + patience.toSeconds() + " s, giving up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    /** Wakes whoever waits, as a signal does. */
    public void request() {
        requested.countDown();
    }

    /** Waits for a signal; returns whether there was one in time. */
    public boolean await(Duration atMost) throws InterruptedException {
        return requested.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for a signal. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Says that the work is done, and how; returns the code. After a signal the process ends now. */
    public int finish(int exitCode) {
        code = exitCode;
        finished.countDown();
        return exitCode;
    }

    /** Returns whether a signal has come. */
    public boolean signalled() {
        return signalled;
    }
}
