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

    private void move(String to) throws Exception {
        try (SqliteStore store = SqliteStore.openToMove(Stores.settings(dir), to)) {
            Stores.await(store.markMoved(to));
        }
    }

    @Test
    void storeThatIsMovedIsNotOpenedByAPoolAndSaysWhereItWent() throws Exception {
        Stores.open(dir).close();
        move("redis at h:6379");

        assertThatThrownBy(() -> Stores.open(dir))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has moved to redis at h:6379");
        assertThat(SqliteReader.open(dir).movedTo()).hasValue("redis at h:6379");
    }

    @Test
    void sameMoveMayBeRepeatedUnderItsNameAndAnotherIsRefused() throws Exception {
        String name;
        try (SqliteStore store = SqliteStore.openToMove(Stores.settings(dir), "a")) {
            name = store.movedAs();
        }
        move("a");
        try (SqliteStore store = SqliteStore.openToMove(Stores.settings(dir), "a")) {
            assertThat(store.movedAs()).isEqualTo(name).hasSize(16);
        }

        assertThatThrownBy(() -> SqliteStore.openToMove(Stores.settings(dir), "b"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has moved to a");
    }

    @Test
    void lookingAtAMoveLeavesTheStoreOpen() {
        SqliteStore.openToMove(Stores.settings(dir), "a").close();
        Stores.open(dir).close();

        assertThat(SqliteReader.open(dir).movedTo()).isEmpty();
        assertThat(SqliteReader.open(dir).isEmpty()).isTrue();
    }
}
