package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.policy.PolicySettings;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an idle session takes, its miner's socket object in the same process included. */
class IdleSessionsTest {

    private static final Logger LOG = LoggerFactory.getLogger(IdleSessionsTest.class);
    private static final int SESSIONS = 2000;
    private static final long BOUND_BYTES = 16 * 1024;
    private static final String LOGIN =
            "{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"0xabababababababababababababababababababcd\"]}\n";
    private static final String SUBSCRIBE =
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"x\",\"EthereumStratum/1.0.0\"]}\n"
                    + "{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"0xabababababababababababababababababababcd\",\"x\"]}\n";

    @TempDir
    private Path directory;

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"ethproxy", "ethereumstratum1"})
    void anIdleSessionTakesAFewKilobytes(String protocol) throws IOException {
        try (Door door = Door.open(directory, PolicySettings.DEFAULT, settings -> settings)) {
            try (Peer warm = new Peer(door, "127.0.0.1")) {
                assertThat(warm.login("0xb85150eb365e7df0941f0cf08235f987ba91506a"))
                        .isNotNull();
            }
            long before = heap();
            long directBefore = direct();
            try (Crowd crowd = new Crowd(door, "127.0.0.2", SESSIONS)) {
                assertThat(crowd.send(protocol.equals("ethproxy") ? LOGIN : SUBSCRIBE))
                        .isEqualTo(SESSIONS);
                String gauge = "stratum.sessions{" + protocol + "}";
                await().atMost(Duration.ofSeconds(30)).until(() -> door.count(gauge) == SESSIONS);
                long heap = (heap() - before) / SESSIONS;
                long direct = (direct() - directBefore) / SESSIONS;
                LOG.info("{}: {} bytes of heap and {} outside of it for an idle session", protocol, heap, direct);
                assertThat(heap).isLessThan(BOUND_BYTES);
                assertThat(direct).isLessThan(BOUND_BYTES);
            }
        }
    }
}
