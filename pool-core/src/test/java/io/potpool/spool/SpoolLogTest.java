package io.potpool.spool;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SpoolLogTest {

    private static final String AWAY = "the store is away or slow: accepted shares are spooled in /spool";

    private final Logger logger = (Logger) LoggerFactory.getLogger(SpoolLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now = Long.MAX_VALUE - 1;
    private final SpoolLog log = new SpoolLog(Path.of("/spool"), () -> now);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> told() {
        List<String> told =
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        lines.list.clear();
        return told;
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        log.look();
    }

    private void away(long millis) {
        log.filled();
        pass(millis);
    }

    private void back(long millis) {
        log.replayed(3);
        log.emptied();
        pass(millis);
    }

    private void flap(int times) {
        for (int i = 0; i < times; i++) {
            away(1400);
            back(800);
        }
    }

    @Test
    void oneOutageAndItsEndAreToldAtOnce() {
        log.filled();
        assertThat(told()).containsExactly(AWAY);
        pass(10_000);
        log.replayed(2);
        log.replayed(3);
        log.emptied();
        assertThat(told()).containsExactly("the spool is empty again: 5 shares replayed");
        pass(120_000);
        assertThat(told()).isEmpty();
    }

    @Test
    void storeThatComesAndGoesIsOneLineAMinuteWithHowOftenItWent() {
        flap(20);
        assertThat(told()).containsExactly(AWAY, "the spool is empty again: 3 shares replayed");
        pass(16_000);
        assertThat(told())
                .containsExactly("the store was away or slow 19 more times in the last 60 s; the spool is empty again:"
                        + " 57 shares replayed");
        flap(270);
        List<String> tenMinutes = told();
        assertThat(tenMinutes)
                .filteredOn(line -> line.contains(" more times in the last 6"))
                .hasSize(9);
        assertThat(tenMinutes).hasSizeLessThanOrEqualTo(2 * 9);
    }

    @Test
    void lastStateIsToldAlsoWhereItIsThatTheStoreIsAway() {
        flap(3);
        away(0);
        told();
        pass(60_000);
        assertThat(told())
                .containsExactly(
                        "the store was away or slow 3 more times in the last 66 s and is so now: accepted shares"
                                + " are spooled in /spool; 6 were replayed in between");
        back(0);
        assertThat(told()).containsExactly("the spool is empty again: 3 shares replayed");
    }

    @Test
    void whatWasHeldBackIsToldAtTheEnd() {
        flap(2);
        told();
        log.close();
        assertThat(told())
                .containsExactly(
                        "the store was away or slow 1 more times in the last 4 s; the spool is empty again: 3 shares replayed");
        log.close();
        assertThat(told()).isEmpty();
    }

    @Test
    void sharesOfAnEarlierRunAreToldWhenTheyAreReplayed() {
        back(0);
        assertThat(told()).containsExactly("the spool is empty again: 3 shares replayed");
    }
}
