package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.servers.RedisServer;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.Posting;
import io.potpool.sqlite.SqliteReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code potpool import --follow} as an operator runs it: killed in its course, stopped, killed while it writes, finished. */
class FollowIT {

    private static final int MINERS = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path dir;

    private static String login(int number) {
        return String.format("0x%040x", number + 1);
    }

    private static List<List<String>> oldPool() {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < MINERS; i++) {
            commands.add(List.of("HSET", "eth:miners:" + login(i), "balance", (i + 1) + ".5"));
            commands.add(List.of(
                    "ZADD",
                    "eth:payments:all",
                    "" + (1_700_000_000 + i),
                    String.format("0x%064x:%s:7", i + 1, login(i))));
        }
        commands.add(List.of("HSET", "eth:nodes", "main:height", "1000", "main:lastBeat", "1700000000"));
        return commands;
    }

    private Potpool follow(RedisServer old) throws IOException {
        return Potpool.start(dir, "import", "--from", "redis://127.0.0.1:" + old.port(), "--follow", "config.json");
    }

    private static void awaitErr(Potpool potpool, String words) {
        Awaitility.await().atMost(PATIENCE).until(() -> potpool.err().contains(words) || !potpool.alive());
        assertThat(potpool).satisfies(running -> assertThat(running.err()).contains(words));
    }

    private List<Posting> postings() {
        List<Posting> postings = new ArrayList<>();
        SqliteReader.open(dir.resolve("data")).read(false, new LedgerVisitor() {
            @Override
            public void posting(Posting posting) {
                postings.add(posting);
            }
        });
        return postings;
    }

    @Test
    void killedAtAnyMomentItIsFinishedByTheNextRunToTheWei() throws Exception {
        try (RedisServer old = RedisServer.start(dir, "--save", "", "--appendonly", "no")) {
            old.send(oldPool());
            Files.writeString(
                    dir.resolve("config.json"),
                    "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]}");

            try (Potpool killed = follow(old)) {
                awaitErr(killed, MINERS + " miners, now owed");
                killed.kill();
            }
            assertThat(postings()).isEmpty();

            try (Potpool stopped = follow(old)) {
                awaitErr(stopped, MINERS + " miners, now owed");
                stopped.terminate();
                assertThat(stopped.exitCode()).isZero();
                assertThat(stopped.err()).contains("stopped before the cut-over: nothing of the ledger was written");
            }
            assertThat(postings()).isEmpty();

            try (Potpool killed = follow(old)) {
                awaitErr(killed, MINERS + " miners, now owed");
                killed.type("now");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> !postings().isEmpty() || !killed.alive());
                killed.kill();
            }

            try (Potpool last = follow(old)) {
                last.type("now");
                assertThat(last.exitCode()).as(last.err()).isZero();
                assertThat(last.out()).contains("postings were new; the target has");
            }
        }
        BigInteger sum = postings().stream()
                .flatMap(posting -> posting.entries().stream())
                .filter(entry -> entry.account().isMiner())
                .map(entry -> entry.amount().value())
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger shannonTwice = BigInteger.valueOf(MINERS)
                .multiply(BigInteger.valueOf(MINERS + 1L))
                .add(BigInteger.valueOf(MINERS));
        assertThat(postings()).hasSize(MINERS);
        assertThat(sum.multiply(BigInteger.TWO)).isEqualTo(shannonTwice.multiply(BigInteger.TEN.pow(9)));
    }
}
