package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a reconnect on an unchanged header ethminer starts from the same nonce and sends its old shares again. */
class ResendTest {

    private static final String WALLET = "0xb85150eb365e7df0941f0cf08235f987ba91506a";
    private static final int SHARES = 1000;
    private static final int RECONNECTS = 25;

    @TempDir
    private Path directory;

    private static void sendAll(Peer peer, Hash256 header, List<Nonce> shares, String expected) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < shares.size(); i += 50) {
            lines.setLength(0);
            for (int j = i; j < i + 50; j++) {
                lines.append(Peer.share(40 + j, header, shares.get(j)));
            }
            peer.send(lines.toString());
            for (int j = i; j < i + 50; j++) {
                assertThat(peer.answer(40 + j)).get().asString().contains(expected);
            }
        }
    }

    @Test
    void resentSharesAreDuplicatesCostNoHashingAndAreNoReasonForAnything() throws IOException {
        try (Door door = Door.open(directory, Door.strict(), settings -> settings)) {
            List<Nonce> shares;
            Hash256 header;
            try (Peer first = new Peer(door, "127.0.0.1")) {
                header = first.login(WALLET);
                shares = Peer.mine(header, 1L << 40, SHARES, true);
                sendAll(first, header, shares, "\"result\":true");
            }
            long hashed = door.count("verifier.hashes");
            assertThat(hashed).isEqualTo(SHARES);
            for (int i = 0; i < RECONNECTS; i++) {
                try (Peer again = new Peer(door, "127.0.0.1")) {
                    assertThat(again.login(WALLET)).isEqualTo(header);
                    sendAll(again, header, shares, "\"code\":22,\"message\":\"Duplicate share\"");
                    again.send("{\"id\":7,\"method\":\"mining.ping\"}\n");
                    assertThat(again.answer(7)).as("the connection is kept").isPresent();
                }
            }
            assertThat(door.count("verifier.hashes")).isEqualTo(hashed);
            assertThat(door.count("shares.outcome{duplicate}")).isEqualTo((long) SHARES * RECONNECTS);
            assertThat(door.count("policy.banned")).isZero();
            assertThat(door.pool.stats().metrics().keySet()).noneMatch(name -> name.startsWith("policy.offence"));
        }
    }

    @Test
    void sharesResentUnderANewExtranonceOfTheSameLoginAreDuplicatesToo() throws IOException {
        try (Door door = Door.open(directory, Door.strict(), settings -> settings)) {
            String subscribe =
                    "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"x\",\"EthereumStratum/1.0.0\"]}\n"
                            + "{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"" + WALLET + "\",\"x\"]}\n";
            Hash256 header;
            try (Peer probe = new Peer(door, "127.0.0.1")) {
                header = probe.login(WALLET);
            }
            List<Nonce> shares = List.of();
            for (int i = 0; i < 8; i++) {
                try (Peer peer = new Peer(door, "127.0.0.1")) {
                    peer.send(subscribe);
                    String reply = peer.answer(1).orElseThrow();
                    String prefix = reply.replaceAll(".*\\],\"([0-9a-f]{6})\"\\],.*", "$1");
                    assertThat(peer.answer(3)).isPresent();
                    for (Nonce nonce : shares) {
                        assertThat(submit(peer, prefix, header, nonce)).contains("[22,\"Duplicate share\",null]");
                    }
                    if (shares.isEmpty()) {
                        shares = Peer.mine(header, Long.parseLong(prefix, 16) << 40, 20, true);
                        for (Nonce nonce : shares) {
                            assertThat(submit(peer, prefix, header, nonce)).contains("\"result\":true");
                        }
                    }
                }
            }
            assertThat(door.count("policy.banned")).isZero();
            assertThat(door.count("policy.offence{foreign-nonce}")).isZero();
        }
    }

    private static String submit(Peer peer, String prefix, Hash256 header, Nonce nonce) throws IOException {
        String job = prefix + header.toHex().substring(0, 16);
        peer.send("{\"id\":50,\"method\":\"mining.submit\",\"params\":[\"" + WALLET + "\",\"" + job + "\",\"0x"
                + nonce.toHex() + "\"]}\n");
        Optional<String> answer = peer.answer(50);
        return answer.orElseThrow(() -> new IOException("closed"));
    }
}
