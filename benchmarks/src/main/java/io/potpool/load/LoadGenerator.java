package io.potpool.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Sends shares over EthProxy to a whole pool in the same process: sockets, verifier, SQLite on disk. First one at a time
 * with pauses, as on an idle pool; then from many sessions, each with many shares under way. Prints how long answers took.
 *
 * <p>Arguments: the epoch (420), lone shares (500), sessions (16), shares under way in each (32), seconds (10).
 */
public final class LoadGenerator {

    private static final int WARM_SHARES = 100;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long MAX_MICROS = 10_000_000;
    private static final String ACCOUNT = "0x" + "b1".repeat(20);

    private LoadGenerator() {}

    /** Runs both loads. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int epoch = argument(args, 0, 420);
        int lone = argument(args, 1, 500);
        int sessions = argument(args, 2, 16);
        int window = argument(args, 3, 32);
        int seconds = argument(args, 4, 10);
        AtomicLong nonces = new AtomicLong(System.nanoTime() << 16);
        try (LoadPool pool = new LoadPool(epoch)) {
            lone(pool.port(), WARM_SHARES, nonces);
            print("lone shares, epoch " + epoch, lone(pool.port(), lone, nonces), 0);
            many(pool.port(), sessions, window, 2, nonces);
            print(
                    sessions + " sessions of " + window + " shares, epoch " + epoch,
                    many(pool.port(), sessions, window, seconds, nonces),
                    seconds);
        }
    }

    private static int argument(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private record Result(ConcurrentHistogram micros, LongAdder refused) {

        Result() {
            this(new ConcurrentHistogram(MAX_MICROS, 3), new LongAdder());
        }
    }

    private static Result lone(int port, int shares, AtomicLong nonces) throws IOException, InterruptedException {
        Result result = new Result();
        try (LoadSession session = new LoadSession("127.0.0.1", port, 1, nonces, result.micros, result.refused)) {
            session.login(ACCOUNT);
            for (int i = 0; i < shares; i++) {
                session.share();
                session.drain(1);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return result;
    }

    private static Result many(int port, int count, int window, int seconds, AtomicLong nonces)
            throws IOException, InterruptedException {
        Result result = new Result();
        List<LoadSession> sessions = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; i < count; i++) {
            LoadSession session = new LoadSession("127.0.0.1", port, window, nonces, result.micros, result.refused);
            session.login(ACCOUNT);
            sessions.add(session);
            Thread sender = new Thread(() -> send(session, end), "load-sender-" + i);
            threads.add(sender);
            sender.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (LoadSession session : sessions) {
            session.drain(window);
            session.close();
        }
        return result;
    }

    private static void send(LoadSession session, long end) {
        try {
            while (System.nanoTime() < end) {
                session.share();
            }
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String title, Result result, int seconds) {
        ConcurrentHistogram micros = result.micros;
        System.out.printf(
                Locale.ROOT,
                "%s: %d answers, %d refused, p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, most %.1f%s%n",
                title,
                micros.getTotalCount(),
                result.refused.sum(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3,
                seconds > 0 ? ", " + micros.getTotalCount() / seconds + " shares/s" : "");
    }
}
