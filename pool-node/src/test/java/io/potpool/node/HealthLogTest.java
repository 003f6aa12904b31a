package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.potpool.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HealthLogTest {

    private static final Instant NOW = Views.NOW;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(HttpNodeClient.class);
    private final Metrics metrics = new Metrics();
    private final HealthLog log = new HealthLog(metrics);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> said() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    private static List<Problem> one(Problem.Kind kind, String text) {
        return List.of(new Problem(kind, text));
    }

    @Test
    void aProblemIsSaidOnceAndItsEndToo() {
        List<Problem> behind = one(Problem.Kind.BEHIND, "its latest block is 5, another node's is 9");
        List<Problem> more = one(Problem.Kind.BEHIND, "its latest block is 5, another node's is 10");
        log.judged("main", List.of(), behind, NOW);
        log.judged("main", behind, more, NOW.plus(Duration.ofHours(1)));
        log.judged("main", more, List.of(), NOW.plus(Duration.ofHours(2)));
        assertThat(said())
                .containsExactly(
                        "WARN node main: its latest block is 5, another node's is 9", "INFO node main is well");
        assertThat(metrics.snapshot()).containsEntry("node.problem{BEHIND}", 1L);
    }

    @Test
    void aDeepForkIsSaidAgainEveryMinute() {
        List<Problem> apart = one(Problem.Kind.OTHER_CHAIN, "its chain parts");
        log.judged("backup", List.of(), apart, NOW);
        for (int second = 1; second <= 125; second++) {
            log.judged("backup", apart, apart, NOW.plusSeconds(second));
        }
        assertThat(said())
                .hasSize(3)
                .allMatch(line ->
                        line.equals("ERROR node backup is not used: its chain parts; the pool stays on its chain"));
        assertThat(metrics.snapshot()).containsEntry("node.deepForkAlarms", 2L);
    }

    @Test
    void aSwitchSaysWhy() {
        log.switched(Optional.empty(), Optional.of("main"), Optional.empty());
        log.switched(Optional.of("main"), Optional.of("backup"), Optional.of(one(Problem.Kind.FROZEN, "it is frozen")));
        log.switched(Optional.of("backup"), Optional.of("main"), Optional.of(List.of()));
        log.switched(
                Optional.of("main"), Optional.empty(), Optional.of(one(Problem.Kind.WRONG_CHAIN, "another chain")));
        assertThat(said())
                .containsExactly(
                        "INFO work comes from node main",
                        "WARN work comes from node backup instead of node main (it is frozen)",
                        "WARN work comes from node main instead of node backup, which comes later in the list",
                        "WARN work comes from no node instead of node main (another chain)");
    }
}
