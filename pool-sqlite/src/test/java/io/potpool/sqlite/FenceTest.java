package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FenceTest {

    @TempDir
    Path dir;

    @Test
    void storeThatIsMovedIsNotOpenedByAPoolAndSaysWhereItWent() {
        Stores.open(dir).close();
        SqliteStore.openToMove(Stores.settings(dir), "redis at h:6379").close();

        assertThatThrownBy(() -> Stores.open(dir))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has moved to redis at h:6379");
        assertThat(SqliteReader.open(dir).movedTo()).hasValue("redis at h:6379");
    }

    @Test
    void sameMoveMayBeRepeatedAndAnotherIsRefused() {
        SqliteStore.openToMove(Stores.settings(dir), "a").close();
        SqliteStore.openToMove(Stores.settings(dir), "a").close();

        assertThatThrownBy(() -> SqliteStore.openToMove(Stores.settings(dir), "b"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has moved to a");
    }

    @Test
    void moveThatIsCalledOffLeavesTheStoreAsItWas() throws Exception {
        try (SqliteStore store = SqliteStore.openToMove(Stores.settings(dir), "a")) {
            Stores.await(store.cancelMove());
        }
        Stores.open(dir).close();

        assertThat(SqliteReader.open(dir).movedTo()).isEmpty();
    }
}
