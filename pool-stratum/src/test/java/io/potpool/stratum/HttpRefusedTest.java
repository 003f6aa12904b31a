package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpRefusedTest {

    private final ScriptedPool pool = ScriptedPool.withGold();

    @Test
    void httpHearsThatItIsNotServedOnAPortWithoutGetwork() throws IOException {
        try (StratumServer server = Servers.port(pool, port -> port.protocols(Set.of(MinerProtocol.ETHPROXY)));
                TestMiner miner = new TestMiner(server)) {
            miner.raw("POST /0x1 HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(miner.line(TestMiner.PATIENCE))
                    .hasValueSatisfying(line -> assertThat(line).startsWith("HTTP/1.1 400"));
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            assertThat(pool.count("stratum.malformed")).isZero();
        }
    }
}
