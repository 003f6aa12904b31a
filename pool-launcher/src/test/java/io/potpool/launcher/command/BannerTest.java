package io.potpool.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class BannerTest {

    @TempDir
    private Path dir;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.potpool.Potpool");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        // commands of other tests of this process may have asked for less
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private PoolConfig config() throws IOException {
        Path file = dir.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                        + "\"spool\": {\"directory\": \"waiting\"}}");
        return new ConfigReader(Map.of()).read(file).config().orElseThrow();
    }

    @Test
    void stopThatLeavesSharesInTheSpoolSaysSo() throws IOException {
        Path spool = Files.createDirectory(dir.resolve("waiting"));
        Files.writeString(spool.resolve("a-00000001.spool"), "");

        new Banner("1", config()).stopped();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        spool
                                + " has accepted shares in 1 file(s) that the store has not taken yet; they are credited when"
                                + " this pool is started again with that directory",
                        "stopped");
    }

    @Test
    void stopThatLeavesNothingSaysNothingMore() throws IOException {
        Files.writeString(Files.createDirectory(dir.resolve("waiting")).resolve("spool.lock"), "");

        new Banner("1", config()).stopped();

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("stopped");
    }
}
