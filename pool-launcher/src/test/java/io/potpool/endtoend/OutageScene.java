package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.redis.RedisAddress;
import io.potpool.redis.RedisAudit;
import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisServers;
import io.potpool.redis.RedisSettings;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.AuditReport;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One Redis, one node that goes on by a block every 2 s, and pool processes on both. */
final class OutageScene implements AutoCloseable {

    static final String ANSWERS = "answers.txt";
    static final ChainSpec CHAIN = ChainSpec.builder("test", 20_000_011)
            .reward(0, Wei.parse("2000000000000000000"))
            .build();

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Address STRANGER = Address.parse("0x" + "5a".repeat(20));

    final RedisServer redis;
    final List<Answers> answers = new ArrayList<>();
    private final Path directory;
    private final SimulatedNode node;
    private final List<Process> pools = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private final ScheduledExecutorService blocks = Executors.newSingleThreadScheduledExecutor();

    OutageScene(Path directory, RedisServer redis) {
        this.directory = directory;
        this.redis = redis;
        node = SimulatedNode.builder()
                .chainId(CHAIN.chainId())
                .etherbase(Address.parse("0x" + "e0".repeat(20)))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000_000L)
                .fixedDifficulty()
                .build()
                .start();
        node.mineBlocks(STRANGER, 10);
        blocks.scheduleAtFixedRate(() -> node.mineBlocks(STRANGER, 1), 2, 2, TimeUnit.SECONDS);
    }

    static RedisSettings settings(int port) {
        RedisServers one = new RedisServers.Standalone(new RedisAddress("127.0.0.1", port));
        return RedisSettings.of(RedisConnection.of(one), "outage", CHAIN.name(), CHAIN.chainId());
    }

    static AuditReport audit(int port) {
        return RedisAudit.of(settings(port))
                .run(id -> Optional.ofNullable(BundledSchemes.all().get(id)));
    }

    /** Starts processes that send until so many shares of each were answered true. */
    void start(int processes, int sharesOfEach, int rate) throws IOException {
        for (int i = 0; i < processes; i++) {
            Path own = Files.createDirectories(directory.resolve("pool-" + i));
            Path log = own.resolve("log.txt");
            logs.add(log);
            answers.add(new Answers(own.resolve(ANSWERS)));
            pools.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OutagePool.class.getName(),
                            node.url().toString(),
                            Integer.toString(redis.port()),
                            own.toString(),
                            Integer.toString(i),
                            Integer.toString(sharesOfEach),
                            Integer.toString(rate))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
        }
    }

    /** Waits until every process has answered true so many times in all. */
    void awaitTrue(long ofEach) {
        awaitTrue(pools.stream().map(pool -> ofEach).toList());
    }

    /** Waits until every process has answered true so many times from now on. */
    void awaitMore(long ofEach) throws IOException {
        List<Long> wanted = new ArrayList<>();
        for (Answers one : answers) {
            wanted.add(one.read() + ofEach);
        }
        awaitTrue(wanted);
    }

    private void awaitTrue(List<Long> wanted) {
        await("for true answers: " + wanted)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    boolean enough = true;
                    for (int i = 0; i < pools.size(); i++) {
                        enough &= answers.get(i).read() >= wanted.get(i);
                        assertThat(pools.get(i).isAlive() || pools.get(i).exitValue() == 0)
                                .as(Files.readString(logs.get(i)))
                                .isTrue();
                    }
                    return enough;
                });
    }

    /** Waits until all have ended with nothing left in their spools; returns what they say of themselves. */
    List<String> awaitEnd() throws IOException {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            Process pool = pools.get(i);
            await("for the end of pool " + i).atMost(PATIENCE).until(() -> !pool.isAlive());
            List<String> lines = Files.readAllLines(logs.get(i));
            assertThat(pool.exitValue()).as(String.join("\n", lines)).isZero();
            answers.get(i).read();
            said.add(lines.stream()
                    .filter(line -> line.startsWith("spooled="))
                    .findFirst()
                    .orElseThrow());
        }
        return said;
    }

    @Override
    public void close() {
        pools.forEach(pool -> pool.destroyForcibly().onExit().join());
        blocks.shutdownNow();
        node.close();
        redis.close();
    }
}
