package io.potpool.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.metrics.ReportedHashrates.Report;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportedHashratesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    private final ReportedHashrates reports = new ReportedHashrates(() -> NOW);

    private static Address login(int number) {
        return Address.parse("0x" + String.format("%040x", number));
    }

    @Test
    void theLatestReportOfAWorkerCounts() {
        reports.report(login(1), "a", 5);
        reports.report(login(1), "b", 6);
        reports.report(login(2), "a", 7);
        reports.report(login(1), "a", 0);

        assertThat(reports.of(login(1))).containsExactly(new Report("b", 6, NOW), new Report("a", 0, NOW));
        assertThat(reports.of(login(2))).containsExactly(new Report("a", 7, NOW));
        assertThat(reports.of(login(3))).isEmpty();
        assertThat(reports.size()).isEqualTo(3);
        assertThatThrownBy(() -> reports.report(login(1), "a", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneLoginCannotPushOutTheOthers() {
        reports.report(login(2), "kept", 1);
        for (int i = 0; i < 70_000; i++) {
            reports.report(login(1), "w" + i, i);
        }

        assertThat(reports.of(login(1))).hasSize(1024).last().isEqualTo(new Report("w69999", 69_999, NOW));
        assertThat(reports.of(login(2))).hasSize(1);
    }

    @Test
    void manyLoginsAreBoundedAndTheOldestReportGoesFirst() {
        for (int i = 0; i < 70_000; i++) {
            reports.report(login(i), "w", i);
        }

        assertThat(reports.size()).isEqualTo(65_536);
        assertThat(reports.of(login(70_000 - 65_537))).isEmpty();
        assertThat(reports.of(login(70_000 - 65_536))).hasSize(1);
    }
}
