package io.potpool.launcher.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.ethash.DatasetProgress;
import io.potpool.ethash.EthashEpoch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DatasetReporterTest {

    private static final EthashEpoch EPOCH = new EthashEpoch(420, 840);

    @Test
    void progressHasItsRateAndTheTimeLeft() {
        assertThat(DatasetReporter.words(new DatasetProgress(EPOCH, 30_000_000, 72_000_000, 200_000)))
                .isEqualTo("41 %, 200,000 items/s, 210 s left");
        assertThat(DatasetReporter.words(new DatasetProgress(EPOCH, 18_000_000, 72_000_000, 0)))
                .isEqualTo("25 %, checking what is there");
    }

    @Test
    void theBarIsDrawnOverItselfUntilTheEnd() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        var bar = DatasetReporter.bar(new PrintStream(drawn, true, StandardCharsets.UTF_8));
        bar.accept(new DatasetProgress(EPOCH, 36_000_000, 72_000_000, 200_000));
        bar.accept(new DatasetProgress(EPOCH, 72_000_000, 72_000_000, 200_000));
        assertThat(drawn.toString(StandardCharsets.UTF_8))
                .startsWith("\rdataset 420 [" + "#".repeat(20) + " ".repeat(20) + "] 50 %, 200,000 items/s, 180 s left")
                .contains("\rdataset 420 [" + "#".repeat(40) + "] 100 %")
                .endsWith(System.lineSeparator());
    }
}
