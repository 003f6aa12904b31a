package io.potpool.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.servers.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check beside a running pool on a shared store: what the pool itself holds is no fault. */
class RunningPoolChecksTest {

    @TempDir
    private Path dir;

    private PoolConfig config(int redis, int port) throws IOException {
        Path file = dir.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                        + "\"proxy\": {\"stratum\": {\"listen\": \"127.0.0.1:" + port + "\"}},"
                        + "\"spool\": {\"directory\": \"waiting\"}, \"redis\": {\"endpoint\": \"127.0.0.1:" + redis
                        + "\"}}");
        return new ConfigReader(Map.of()).read(file).config().orElseThrow();
    }

    @Test
    void portsAndSpoolOfTheRunningPoolAreItsOwn() throws IOException {
        Path spool = Files.createDirectory(dir.resolve("waiting"));
        Files.writeString(spool.resolve("a-00000001.spool"), "");
        try (RedisServer server = RedisServer.start(dir, "--save", "", "--appendonly", "no");
                ServerSocket miners = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PoolConfig config = config(server.port(), miners.getLocalPort());

            assertThat(port(config)).isEqualTo(Verdict.Level.FAIL);
            assertThat(spool(config)).contains("of an earlier run");

            try (FileChannel file = FileChannel.open(
                            spool.resolve("spool.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                assertThat(held.isValid()).isTrue();
                assertThat(port(config)).isEqualTo(Verdict.Level.OK);
                assertThat(spool(config)).contains("of the running pool");
            }
        }
    }

    private static Verdict.Level port(PoolConfig config) {
        StoreChecks store = new StoreChecks(config);
        store.run();
        List<Verdict> machine = new MachineChecks(config, store.inUse()).run();
        return machine.stream()
                .filter(verdict -> verdict.name().equals("port proxy.stratum.listen"))
                .findFirst()
                .orElseThrow()
                .level();
    }

    private static String spool(PoolConfig config) {
        return new StoreChecks(config)
                .run().stream()
                        .filter(verdict -> verdict.name().equals("spool"))
                        .findFirst()
                        .orElseThrow()
                        .finding();
    }
}
