package io.potpool.endtoend;

import static org.awaitility.Awaitility.await;

import io.potpool.Pool;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EpochCaches;
import io.potpool.node.HttpNodeClient;
import io.potpool.node.NodeClientSettings;
import io.potpool.node.NodeSettings;
import io.potpool.redis.RedisStore;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.MinerTransport;
import io.potpool.spool.SpoolSettings;
import io.potpool.terms.Terms;
import io.potpool.testkit.pow.Hasher;
import io.potpool.work.Job;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pool process of {@link OutageScene}: a whole pool whose miners are in it too. They send shares at a steady rate until
 * so many were answered true, and write down each answer as it comes. Every tenth is sent by the process beside it as well.
 */
final class OutagePool implements MinerTransport {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int IN_FLIGHT = 256;
    private static final int TICK_MILLIS = 20;
    private static final int SHARED = 10;

    private final int number;
    private final Address login;
    private final OutputStream answers;
    private final int sharesATick;
    private final CountDownLatch left;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final ScheduledExecutorService miners = Executors.newSingleThreadScheduledExecutor();
    private volatile @Nullable MinerGateway gateway;
    private Hash256 header = Hash256.ZERO;
    private long own;
    private long shared;

    private OutagePool(Path directory, int number, int count, int rate) throws IOException {
        this.number = number;
        this.login = Address.parse("0x" + "a".repeat(39) + number);
        this.answers =
                new FileOutputStream(directory.resolve(OutageScene.ANSWERS).toFile());
        this.left = new CountDownLatch(count);
        this.sharesATick = Math.max(1, rate * TICK_MILLIS / 1000);
    }

    /** Takes the node's URL, the server's port, a directory, its number, how many shares and how many a second. */
    public static void main(String[] args) throws Exception {
        endWithParent();
        Path directory = Path.of(args[2]);
        OutagePool miners = new OutagePool(
                directory, Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        try (Pool pool = Pool.builder()
                .chain(OutageScene.CHAIN)
                .store(RedisStore.open(OutageScene.settings(Integer.parseInt(args[1]))))
                .nodes(new HttpNodeClient(NodeClientSettings.builder(OutageScene.CHAIN)
                        .node(NodeSettings.of("main", URI.create(args[0])).withTimeout(Duration.ofSeconds(5)))
                        .pollInterval(Duration.ofMillis(100))
                        .build()))
                .caches(new EpochCaches(Hasher::tinyCache, 2))
                .verifierThreads(1)
                .spool(SpoolSettings.of(directory.resolve("spool")))
                .transport(miners)
                .name("pool " + args[3])
                .terms(new Terms(
                        Difficulty.of(1),
                        new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps")))
                .build()) {
            pool.start();
            miners.finish();
            await().atMost(PATIENCE)
                    .until(() -> pool.stats().spool().orElseThrow().records() == 0);
            Map<String, Long> metrics = pool.stats().metrics();
            System.out.println("spooled=" + metrics.getOrDefault("spool.appended", 0L) + " gaps="
                    + metrics.getOrDefault("journal.gaps", 0L) + " "
                    + pool.stats().outcomes());
        }
    }

    /** Whoever has started this process holds its input open. */
    private static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is ever written there
                }
            } catch (IOException gone) {
                System.err.println("the input is gone: " + gone);
            }
            Runtime.getRuntime().halt(3);
        });
        watch.setDaemon(true);
        watch.start();
    }

    @Override
    public void start(MinerGateway pool) {
        gateway = pool;
        miners.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            MinerGateway pool = gateway;
            Optional<Job> job = pool == null ? Optional.empty() : pool.currentJob();
            for (int i = 0; i < sharesATick && job.isPresent() && inFlight.tryAcquire(); i++) {
                send(pool, job.get());
            }
        } catch (RuntimeException | Error fault) {
            fault.printStackTrace();
            Runtime.getRuntime().halt(2);
        }
    }

    private void send(MinerGateway pool, Job job) {
        Nonce nonce = next(job.header());
        pool.submit(new Submission(login, "rig", job, nonce, Optional.empty(), Optional.empty()))
                .thenAccept(outcome -> answered(job.header(), nonce, outcome));
    }

    /** Both of a pair go through the same nonces of a header for every tenth share. */
    private Nonce next(Hash256 of) {
        if (!of.equals(header)) {
            header = of;
            own = 0;
            shared = 0;
        }
        return (own + shared) % SHARED == 0
                ? new Nonce(0x7eL << 56 | (long) (number / 2) << 48 | shared++)
                : new Nonce((long) (number + 1) << 56 | own++);
    }

    private void answered(Hash256 of, Nonce nonce, ShareOutcome outcome) {
        try {
            write(of + " " + nonce + " " + outcome.label() + "\n");
        } catch (IOException fault) {
            fault.printStackTrace();
            Runtime.getRuntime().halt(2);
        }
        inFlight.release();
        if (outcome.accepted()) {
            left.countDown();
        }
    }

    private synchronized void write(String line) throws IOException {
        answers.write(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits until enough were answered true and nothing is under way. */
    private void finish() throws InterruptedException {
        if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(left.getCount() + " shares were not answered true");
        }
        miners.shutdown();
        if (!miners.awaitTermination(1, TimeUnit.MINUTES) || !inFlight.tryAcquire(IN_FLIGHT, 1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("shares were not answered");
        }
    }

    @Override
    public List<InetSocketAddress> listening() {
        return List.of();
    }

    @Override
    public void close() {
        miners.shutdownNow();
    }
}
