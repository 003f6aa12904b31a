package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The launcher's log writes a store's failure as one line and any other with its trace: an outage is the store's. */
class OutageLineTest {

    @Test
    void outageIsLoggedAsAFailureOfTheStore() {
        Logger logger = (Logger) LoggerFactory.getLogger(RedisStore.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        RedisProcess server = RedisProcess.start(Binaries.any());
        try (RedisStore store = RedisStore.open(Stores.settings(Stores.to(server), "outage"))) {
            server.kill();
            assertThatThrownBy(
                            () -> Stores.await(Stores.send(store, JournalId.random(), 1, SampleShares.ALICE, 100, 3)))
                    .hasCauseInstanceOf(StoreException.class);
            assertThat(lines.list)
                    .filteredOn(line -> line.getFormattedMessage().startsWith("changes have no answer"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.getThrowableProxy().getClassName())
                            .isEqualTo(StoreException.class.getName()));
        } finally {
            logger.detachAppender(lines);
            server.close();
        }
    }
}
