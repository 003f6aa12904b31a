package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.servers.RedisServer;
import io.potpool.spi.AuditReport;
import io.potpool.spi.ShareKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut under {@code appendfsync everysec}: the server comes back without the last of what it had confirmed. */
class LostSecondTest {

    private static final int POOLS = 2;
    private static final int SHARES_OF_EACH = 3000;
    private static final int RATE = 250;
    private static final String[] EVERY_SECOND = {
        "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0", "--save", ""
    };

    @TempDir
    Path dir;

    @Test
    void thePoolsGoOnTheAuditNamesTheGapsAndNothingButTheLastSecondIsLost() throws IOException {
        Path data = Files.createDirectories(dir.resolve("data"));
        try (OutageScene scene = new OutageScene(dir, RedisServer.start(data, EVERY_SECOND))) {
            scene.start(POOLS, SHARES_OF_EACH, RATE);
            scene.awaitTrue(SHARES_OF_EACH / 4);
            long onDisk = Files.size(journal(data));
            scene.awaitMore(RATE);
            scene.redis.stop();
            Set<ShareKey> had = creditedIn(data, "had");
            try (FileChannel file = FileChannel.open(journal(data), StandardOpenOption.WRITE)) {
                file.truncate(onDisk);
            }
            Set<ShareKey> kept = creditedIn(data, "kept");
            assertThat(had).containsAll(kept).hasSizeGreaterThan(kept.size());
            scene.redis.restart();
            List<String> said = scene.awaitEnd();

            Set<ShareKey> cut = new HashSet<>(had);
            cut.removeAll(kept);
            ShareRows rows = ShareRows.read(OutageScene.settings(scene.redis.port()));
            Set<ShareKey> lost = new HashSet<>();
            scene.answers.forEach(answers -> lost.addAll(answers.trues));
            lost.removeAll(rows.credited.keySet());
            assertThat(rows.twice()).isEmpty();
            assertThat(rows.credited.keySet()).containsAll(kept);
            assertThat(lost).isNotEmpty();
            assertThat(cut).as("what was cut").containsAll(lost);

            AuditReport audit = OutageScene.audit(scene.redis.port());
            assertThat(audit.ok()).isFalse();
            assertThat(audit.faults())
                    .as("a gap of each, and no other fault")
                    .hasSize(POOLS)
                    .allMatch(
                            fault -> fault.matches("gap: journal \\S+ has gone on to batch \\d+, the store has it up to"
                                    + " \\d+ only: batches it had confirmed are lost"));
            assertThat(audit.totals().shares()).isEqualTo(rows.credited.size());
            System.out.println("cut " + cut.size() + " shares, lost " + lost.size() + ", credited "
                    + rows.credited.size() + "; " + audit.faults() + "; " + said);
        }
    }

    private static Path journal(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().matches(".*(incr|appendonly)\\.aof"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Reads a copy of a server's files by a server of its own. */
    private Set<ShareKey> creditedIn(Path data, String name) throws IOException {
        Path copy = dir.resolve(name);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(data.relativize(file)));
            }
        }
        try (RedisServer other = RedisServer.start(copy, EVERY_SECOND)) {
            return Set.copyOf(
                    ShareRows.read(OutageScene.settings(other.port())).credited.keySet());
        }
    }
}
