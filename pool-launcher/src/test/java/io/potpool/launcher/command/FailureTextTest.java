package io.potpool.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.potpool.spi.StoreException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureTextTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.potpool");
    private @Nullable Level before;

    @BeforeEach
    void asTheProgramRuns() {
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void asItWas() {
        logger.setLevel(before);
    }

    private String of(@Nullable Throwable failure) {
        return new FailureText()
                .convert(new LoggingEvent("here", logger, Level.WARN, "the store is away", failure, null));
    }

    @Test
    void outageOfTheStoreIsOneLine() {
        Throwable timeout = new SocketTimeoutException("Read timed out");
        Throwable wrapped = new RuntimeException(timeout);

        assertThat(of(new ExecutionException(new StoreException("Redis did not answer", wrapped))))
                .isEqualTo(": Redis did not answer: Read timed out");
    }

    @Test
    void answerThatDoesNotComeIsToldInWords() {
        assertThat(of(new TimeoutException())).isEqualTo(": no answer in time");
    }

    @Test
    void faultOfTheProgramInsideTheStoreKeepsItsTrace() {
        assertThat(of(new StoreException("the store's writer failed", new IllegalStateException("why"))))
                .contains("Caused by: java.lang.IllegalStateException: why")
                .contains("\tat io.potpool.launcher.command.FailureTextTest");
    }

    @Test
    void failureThatNobodyExpectsKeepsItsTrace() {
        assertThat(of(new RuntimeException("why"))).contains("RuntimeException: why", "\tat io.potpool");
    }

    @Test
    void withDetailsEveryFailureHasItsTrace() {
        logger.setLevel(Level.DEBUG);

        assertThat(of(new StoreException("away"))).contains("StoreException: away", "\tat io.potpool");
    }

    @Test
    void lineWithoutAFailureHasNothingAdded() {
        assertThat(of(null)).isEmpty();
    }
}
