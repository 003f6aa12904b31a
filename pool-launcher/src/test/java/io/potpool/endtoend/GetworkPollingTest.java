package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Miners over HTTP make a connection for every request, several a second and rig. */
class GetworkPollingTest {

    private static final String WALLET = "0xb85150eb365e7df0941f0cf08235f987ba91506a";
    private static final int REQUESTS = 500;

    @TempDir
    private Path directory;

    @Test
    void connectionsForOneRequestEachAreNotLimitedOverTime() throws IOException {
        String ask = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\",\"params\":[]}";
        String request = "POST /" + WALLET + "/rig1 HTTP/1.0\r\nContent-Length: " + ask.length() + "\r\n\r\n" + ask;
        try (Door door = Door.open(directory, Door.strict(), settings -> settings)) {
            try (Peer probe = new Peer(door, "127.0.0.2")) {
                assertThat(probe.login(WALLET)).isNotNull();
            }
            for (int i = 0; i < REQUESTS; i++) {
                try (Peer miner = new Peer(door, "127.0.0.1")) {
                    miner.send(request);
                    assertThat(miner.line()).contains("HTTP/1.1 200 OK");
                }
            }
            assertThat(door.count("policy.refused{rate}")).isZero();
        }
    }
}
