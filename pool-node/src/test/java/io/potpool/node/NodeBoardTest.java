package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeBoardTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Views.NOW);
    private final NodeHealth main = Views.well("main", 0, 10);
    private final NodeHealth backup = Views.well("backup", 1, 10);
    private final NodeBoard board =
            new NodeBoard(List.of(main, backup), Duration.ofSeconds(5), now::get, new Metrics(), id -> {});

    /** The backup serves, and main is well again. */
    @BeforeEach
    void failOver() {
        main.checked(Views.checkup(Views.NOW, Map.of()));
        main.missed(true, "no answer in time");
        board.evaluate();
        assertThat(board.isServing("backup")).isTrue();
        for (int answers = 0; answers < 5; answers++) {
            Views.see(main, 10, 11, Views.NOW, 10_000);
        }
        board.evaluate();
    }

    private void check(boolean... made) {
        for (boolean one : made) {
            board.checked("main", one);
        }
        now.updateAndGet(instant -> instant.plusMillis(1001));
        board.evaluate();
    }

    @Test
    void aPreferredNodeReturnsAfterThreePassedChecks() {
        check(true, true);
        assertThat(board.isServing("main")).isFalse();
        check(true);
        assertThat(board.isServing("main")).isTrue();
    }

    @Test
    void aCheckThatCouldNotBeMadeIsNotPassed() {
        check(true, true, false);
        assertThat(board.isServing("main")).isFalse();
        check(false, false, false, true, true);
        assertThat(board.isServing("main")).isFalse();
        check(true);
        assertThat(board.isServing("main")).isTrue();
    }
}
