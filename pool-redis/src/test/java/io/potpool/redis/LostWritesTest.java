package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.JournalId;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that comes back without the last of what it had confirmed. */
class LostWritesTest {

    private static final int SAVED = 5;
    private static final int CONFIRMED = 10;

    private final JournalId journal = JournalId.random();

    private List<ShareFate> send(RedisStore store, long sequence) throws Exception {
        return Stores.await(Stores.send(store, journal, sequence, SampleShares.ALICE, 100, 3));
    }

    @Test
    void theAuditNamesWhatIsMissingUntilItHasComeAfterAll() throws Exception {
        try (RedisProcess server = RedisProcess.start(Binaries.any(), List.of("--appendonly", "no", "--save", ""));
                RedisStore store = RedisStore.open(Stores.settings(Stores.to(server), "lost"))) {
            for (int sequence = 1; sequence <= CONFIRMED; sequence++) {
                send(store, sequence);
                if (sequence == SAVED) {
                    assertThat(server.command("SAVE")).contains("OK");
                }
            }
            server.kill();
            server.restart();
            // all that is left adds up: only the instance that goes on knows that something is missing
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(3 * SAVED);
            assertThatThrownBy(() -> send(store, CONFIRMED + 1)).hasCauseInstanceOf(SequenceGapException.class);
            assertThat(store.audit().run(SampleShares.schemes()).faults())
                    .singleElement()
                    .asString()
                    .contains("has gone on to batch 11, the store has it up to 5 only");
            for (int sequence = SAVED + 1; sequence <= CONFIRMED + 1; sequence++) {
                assertThat(send(store, sequence)).containsOnly(ShareFate.CREDITED);
            }
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(3 * (CONFIRMED + 1));
        }
    }
}
