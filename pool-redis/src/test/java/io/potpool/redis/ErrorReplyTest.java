package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReplyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica. script: f_1, on @user_script:1.",
                "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY You can't write"
                        + " against a read only replica. ",
                "LOADING Redis is loading the dataset in memory",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."
            })
    void whatTheWholeServerRefusesIsNotOfTheChange(String message) {
        assertThat(new ErrorReply(message).isOfServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DAMAGED the balance of -READONLY x is no number", "WRONGTYPE Operation against a key"})
    void whatAChangeMeetsIsNotOfTheServer(String message) {
        assertThat(new ErrorReply(message).isOfServer()).isFalse();
    }

    /** The master is demoted while the pool is connected: no connection to it may be used again, as a fresh one is made. */
    @Test
    void aConnectionToAMasterThatBecameAReplicaIsLeft() throws Exception {
        try (RedisProcess server = RedisProcess.start(Binaries.any());
                RedisStore store = RedisStore.open(Stores.settings(Stores.to(server), "demoted"))) {
            JournalId journal = JournalId.random();
            Stores.await(Stores.send(store, journal, 1, SampleShares.ALICE, 100, 3));
            server.command("REPLICAOF 127.0.0.1 1");
            for (int i = 0; i < 3; i++) {
                List<String> before = server.command("INFO stats").lines().toList();
                assertThatThrownBy(() -> Stores.await(Stores.send(store, journal, 2, SampleShares.ALICE, 100, 3)))
                        .hasCauseInstanceOf(StoreException.class)
                        .hasMessageContaining("READONLY");
                // this test's own question makes one connection each time
                assertThat(connections(server.command("INFO stats").lines().toList()))
                        .isGreaterThan(connections(before) + (i == 0 ? 0 : 1));
            }
            server.command("REPLICAOF NO ONE");
            Stores.await(Stores.send(store, journal, 2, SampleShares.ALICE, 100, 3));
        }
    }

    private static long connections(List<String> stats) {
        return stats.stream()
                .filter(line -> line.startsWith("total_connections_received:"))
                .mapToLong(line -> Long.parseLong(line.split(":")[1].strip()))
                .sum();
    }
}
