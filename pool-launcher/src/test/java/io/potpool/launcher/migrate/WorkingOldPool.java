package io.potpool.launcher.migrate;

import io.potpool.launcher.servers.RedisServer;
import io.potpool.testkit.Generator;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** An old pool at work on its store: shares, blocks, shifts and payments, as the family writes them. */
final class WorkingOldPool implements AutoCloseable {

    private final RedisServer store;
    private final OldChain chain;
    private final InstantSource clock;
    private final Generator random = new Generator(99);
    private final AtomicInteger payments = new AtomicInteger();
    private final Thread thread = new Thread(this::work, "old-pool");
    private volatile boolean stop;
    private long height = 100;
    private int step;

    WorkingOldPool(RedisServer store, OldChain chain, InstantSource clock) {
        this.store = store;
        this.chain = chain;
        this.clock = clock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void awaitPayments(int count) {
        int before = payments.get();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> payments.get() >= before + count);
    }

    /** Ends the work between two steps, as a stop does: no payment is half done. */
    void stopCleanly() throws InterruptedException {
        stop = true;
        thread.join(30_000);
        if (thread.isAlive()) {
            throw new IllegalStateException("the old pool does not stop");
        }
    }

    private void work() {
        try {
            while (!stop) {
                step++;
                share();
                if (step % 7 == 0) {
                    block();
                }
                if (step % 5 == 0) {
                    pay();
                }
                if (step % 9 == 0) {
                    shift();
                }
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String login() {
        return OldPoolData.login((int) random.longs(0, 250));
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }

    private void share() throws IOException {
        String login = login();
        store.send(List.of(
                List.of("MULTI"),
                List.of("HINCRBYFLOAT", "eth:miners:" + login, "balance", "12.000000001"),
                List.of("HSET", "eth:miners:" + login, "lastShare", "" + seconds()),
                List.of("HINCRBY", "eth:miners:" + login, "hashesShort", "4000000000"),
                List.of("ZADD", "eth:pow", "" + height, "0x" + step + ":0x1:0x2"),
                List.of("HSET", "eth:nodes", "main:lastBeat", "" + seconds(), "main:height", "" + height),
                List.of("EXEC")));
    }

    private void block() throws IOException {
        height++;
        store.send(
                "ZADD",
                "eth:blocks:candidates",
                "" + height,
                String.format("0x%016x:0x%064x:0x%064x:%d:1000:900", step, step, step, seconds()));
    }

    private void shift() throws IOException {
        store.send("ZADD", "eth:shifts_short:" + OldPoolData.login(step % 200), "" + (seconds() + step), step + ":5");
    }

    /** Debits, sends, records: what the family does one after the other. */
    private void pay() throws Exception {
        String login = OldPoolData.login((int) random.longs(0, 200));
        long amount = 1_000 + step;
        store.send(List.of(
                List.of("MULTI"),
                List.of("HINCRBYFLOAT", "eth:miners:" + login, "balance", "" + amount),
                List.of("HINCRBYFLOAT", "eth:miners:" + login, "balance", "-" + amount),
                List.of("HINCRBY", "eth:miners:" + login, "pending", "" + amount),
                List.of("ZADD", "eth:payments:pending", "" + seconds(), login + ":" + amount),
                List.of("SET", "eth:payments:lock", login + ":" + amount),
                List.of("EXEC")));
        String hash = chain.pay(login, amount);
        store.send(List.of(
                List.of("MULTI"),
                List.of("HINCRBY", "eth:miners:" + login, "pending", "-" + amount),
                List.of("HINCRBY", "eth:miners:" + login, "paid", "" + amount),
                List.of("ZREM", "eth:payments:pending", login + ":" + amount),
                List.of("DEL", "eth:payments:lock"),
                List.of("ZADD", "eth:payments:all", "" + seconds(), hash + ":" + login + ":" + amount),
                List.of("EXEC")));
        payments.incrementAndGet();
    }

    @Override
    public void close() {
        stop = true;
    }
}
