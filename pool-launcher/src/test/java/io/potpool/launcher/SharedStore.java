package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.testkit.miner.MinerProtocol;
import io.potpool.testkit.miner.SimulatedMiner;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.pow.Hasher;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The complete configs of conf/scaling with the addresses of a test's own processes in them. */
final class SharedStore implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Path CONFIGS = Path.of("src/main/dist/conf/scaling");
    private static final String WALLET = "0x00000000000000000000000000000000000000";

    final List<RedisServer> servers = new ArrayList<>();
    final List<SimulatedMiner> miners = new ArrayList<>();
    final List<Potpool> pools = new ArrayList<>();
    final List<Path> configs = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Path directory;
    private final SimulatedNode node;

    SharedStore(Path directory) {
        this.directory = directory;
        node = SimulatedNode.builder()
                .etherbase(Address.parse("0x00000000000000000000000000000000000000e0"))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000)
                .fixedDifficulty()
                .chainId(20_000_010)
                .build()
                .start();
    }

    /** Starts a server with the redis.conf of the guide; more lines follow it. */
    RedisServer redis(String... lines) throws IOException {
        int port = RedisServer.freePort();
        Path own = Files.createDirectories(directory.resolve("redis-" + port));
        String text = Files.readString(CONFIGS.resolve("redis.conf"))
                .replace("bind 10.0.0.5 127.0.0.1", "bind 127.0.0.1")
                .replace("port 6379", "port " + port);
        Path file = own.resolve("redis.conf");
        Files.writeString(file, text + String.join("\n", lines) + "\n");
        RedisServer server = RedisServer.startAt(own, port, file.toString());
        servers.add(server);
        return server;
    }

    /** Starts a Sentinel with the sentinel.conf of the guide, which finds out sooner. */
    RedisServer sentinel(RedisServer master) throws IOException {
        int port = RedisServer.freePort();
        Path own = Files.createDirectories(directory.resolve("sentinel-" + port));
        Path file = own.resolve("sentinel.conf");
        Files.writeString(
                file,
                Files.readString(CONFIGS.resolve("sentinel.conf"))
                        .replace("port 26379", "port " + port)
                        .replace("10.0.0.5 6379", "127.0.0.1 " + master.port())
                        .replace("potpool 5000", "potpool 1000")
                        // a vote that is split, or a slow machine, then costs seconds and not minutes
                        .replace("failover-timeout potpool 30000", "failover-timeout potpool 5000"));
        RedisServer server = RedisServer.startAt(own, port, file.toString(), "--sentinel");
        servers.add(server);
        return server;
    }

    /** Writes a config of the guide for one instance. */
    Path config(String name, String instance, List<RedisServer> redis) throws IOException {
        int port = RedisServer.freePort();
        Path own = Files.createDirectories(directory.resolve(instance));
        Files.writeString(own.resolve("redis-password.txt"), "change-me\n");
        String text = Files.readString(CONFIGS.resolve(name))
                .replace(
                        "\"network\": \"classic\"",
                        "\"network\": { \"name\": \"test\", \"chainId\": 20000010,"
                                + " \"rewards\": [{ \"from\": 0, \"wei\": \"2000000000000000000\" }] }")
                .replace("\"name\": \"eu-1\",\n    \"network\"", "\"name\": \"" + instance + "\",\n    \"network\"")
                .replace("2000000000,", "10, \"blockRefreshInterval\": \"100ms\",")
                .replace("\"miningFee\": 1.5", "\"miningFee\": 0")
                .replace("\"potA\": 0.8", "\"potA\": 0")
                .replace("\"potCap\": 1.5", "\"potCap\": 0")
                .replace("0.0.0.0:3333", "127.0.0.1:" + port)
                .replace("http://127.0.0.1:8545", node.url().toString());
        String[] addresses = {"10.0.0.5", "10.0.0.6", "10.0.0.7"};
        for (int i = 0; i < redis.size(); i++) {
            text = text.replaceAll(
                    addresses[i].replace(".", "\\.") + ":[0-9]+",
                    "127.0.0.1:" + redis.get(i).port());
        }
        assertThat(text).doesNotContain("10.0.0.");
        Path file = own.resolve("config.json");
        Files.writeString(file, text);
        configs.add(file);
        ports.add(port);
        return file;
    }

    /** Starts an instance for every config, each with a miner. */
    void start() throws IOException {
        for (int i = 0; i < configs.size(); i++) {
            pools.add(started(i));
            int port = ports.get(i);
            miners.add(SimulatedMiner.builder("127.0.0.1", port)
                    .protocol(i % 2 == 0 ? MinerProtocol.ETHPROXY : MinerProtocol.ETHEREUM_STRATUM_1)
                    .wallet(WALLET + "a" + i)
                    .worker("rig")
                    .hashesPerSecond(200)
                    .hasher(Hasher.light())
                    .start());
        }
    }

    /** Starts an instance that has ended once more, in its own directory; its miner comes back by itself. */
    void restart(int instance) throws IOException {
        pools.set(instance, started(instance));
    }

    private Potpool started(int instance) throws IOException {
        Path config = configs.get(instance);
        Potpool pool = Potpool.start(config.getParent(), "run", config.toString());
        await().atMost(PATIENCE).until(() -> {
            assertThat(pool.alive()).as(pool.out() + pool.err()).isTrue();
            return listens(ports.get(instance));
        });
        return pool;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until every miner has had so many shares accepted from now on. */
    void awaitShares(int more) throws IOException {
        List<Long> wanted =
                miners.stream().map(miner -> miner.stats().accepted() + more).toList();
        try {
            await().atMost(PATIENCE).until(() -> have(wanted));
        } catch (ConditionTimeoutException timeout) {
            throw new AssertionError("not so many shares, " + wanted + ": " + said(), timeout);
        }
    }

    /** Waits until the store has everything that had to wait for it. */
    void awaitDrained() throws IOException {
        try {
            await().atMost(PATIENCE).until(() -> spooled().isEmpty());
        } catch (ConditionTimeoutException timeout) {
            throw new AssertionError("still spooled: " + spooled() + said(), timeout);
        }
    }

    /** The files of batches that the store has not confirmed. */
    List<Path> spooled() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path config : configs) {
            Path spool = config.resolveSibling("spool");
            try (Stream<Path> listed = Files.isDirectory(spool) ? Files.list(spool) : Stream.empty()) {
                listed.filter(file -> file.toString().endsWith(".spool")).forEach(files::add);
            }
        }
        return files;
    }

    private boolean have(List<Long> wanted) throws IOException {
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(pools.get(i).alive()).as(said()).isTrue();
            if (miners.get(i).stats().accepted() < wanted.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** What miners and pools have to say, for a failure. */
    private String said() throws IOException {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < pools.size(); i++) {
            said.append("\nminer ")
                    .append(miners.size() > i ? miners.get(i).stats() : "")
                    .append('\n');
            said.append(pools.get(i).out()).append(pools.get(i).err());
        }
        return said.toString();
    }

    /** Stops miners and pools in the ordinary way, and returns how many shares were answered true. */
    long stop() throws InterruptedException, IOException {
        for (Potpool pool : pools) {
            pool.terminate();
        }
        for (Potpool pool : pools) {
            assertThat(pool.exitCode()).as(pool.out() + pool.err()).isZero();
        }
        long accepted = 0;
        for (SimulatedMiner miner : miners) {
            assertThat(miner.stats().invalid()).isZero();
            accepted += miner.stats().accepted();
            miner.close();
        }
        miners.clear();
        return accepted;
    }

    JsonNode audit() throws IOException, InterruptedException {
        try (Potpool audit = run("audit", "--json")) {
            assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
            return JsonMapper.shared().readTree(audit.lastLine());
        }
    }

    /** Runs a command on the first config. */
    Potpool run(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(configs.get(0).toString());
        return Potpool.start(configs.get(0).getParent(), all.toArray(new String[0]));
    }

    @Override
    public void close() {
        miners.forEach(SimulatedMiner::close);
        pools.forEach(Potpool::close);
        node.close();
        Collections.reverse(servers);
        servers.forEach(RedisServer::close);
    }
}
