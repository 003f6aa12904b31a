package io.potpool.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InWordsTest {

    @ParameterizedTest
    @CsvSource({
        "PT15M, 15 min",
        "PT1M, 1 min",
        "PT90S, 90 s",
        "PT1S, 1 s",
        "PT0S, 0 s",
        "PT0.25S, 250 ms",
        "P1D, 1440 min"
    })
    void spanOfTimeIsToldAsOperatorsWriteIt(Duration span, String words) {
        assertThat(InWords.of(span)).isEqualTo(words);
    }

    @Test
    void failureIsToldWithoutWhatFuturesWrapItIn() {
        Throwable away = new StoreException("redis does not answer");

        assertThat(InWords.of(new ExecutionException(new CompletionException(away))))
                .isEqualTo("redis does not answer");
        assertThat(InWords.of(new TimeoutException())).isEqualTo("no answer in time");
        assertThat(InWords.of(new ArithmeticException())).isEqualTo("ArithmeticException");
    }
}
