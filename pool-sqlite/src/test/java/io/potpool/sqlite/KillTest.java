package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    private static final int ROUNDS = 10;
    private static final int MOST_LINES = 60;

    @TempDir
    Path dir;

    @Test
    void everyConfirmedBatchIsThereOnceAfterAKill() throws Exception {
        Random random = new Random(6);
        long expected = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            JournalId journal = JournalId.random();
            long height = 100 + round;
            long confirmed = 0;
            long announced = -1;
            try (ChildStore child =
                    ChildStore.start(dir.toString(), "" + journal.high(), "" + journal.low(), "" + height)) {
                int killAfter = 1 + random.nextInt(MOST_LINES);
                int lines = 0;
                for (String line = child.line(); line != null; line = child.line()) {
                    if (line.startsWith("batch ")) {
                        confirmed = Long.parseLong(line.substring(6));
                    } else if (line.startsWith("height ")) {
                        announced = Long.parseLong(line.substring(7));
                    }
                    if (++lines == killAfter) {
                        child.kill();
                    }
                }
            }
            long stored = Stores.soundAudit(dir).totals().shares();
            assertThat(stored).isGreaterThanOrEqualTo(expected + confirmed * ChildStore.BATCH);
            expected += resend(journal, height, confirmed, announced);
            assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(expected);
        }
        assertThat(expected).isGreaterThan(ROUNDS * ChildStore.UNDER_WAY * ChildStore.BATCH);
    }

    /** Sends all that was confirmed or under way once more, and returns how many shares that is. */
    private long resend(JournalId journal, long height, long confirmed, long announced) throws Exception {
        long last = confirmed + ChildStore.UNDER_WAY;
        try (SqliteStore store = Stores.open(dir)) {
            assertThat(store.heights().highestAnnounced()).isGreaterThanOrEqualTo(announced);
            List<CompletionStage<List<ShareFate>>> sent = new ArrayList<>();
            for (long sequence = 1; sequence <= last; sequence++) {
                sent.add(Stores.send(store, journal, sequence, SampleShares.ALICE, height, ChildStore.BATCH));
            }
            for (CompletionStage<List<ShareFate>> stage : sent) {
                assertThat(Stores.await(stage)).containsOnly(ShareFate.CREDITED);
            }
        }
        return last * ChildStore.BATCH;
    }
}
