package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneProcessTest {

    @TempDir
    Path dir;

    private String child() throws Exception {
        try (ChildStore child = ChildStore.start(dir.toString())) {
            return child.line();
        }
    }

    @Test
    void secondStoreOfADirectoryIsRefusedHereAndInAnotherProcess() throws Exception {
        try (SqliteStore store = Stores.open(dir)) {
            assertThatThrownBy(() -> Stores.open(dir.resolve("../" + dir.getFileName())))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(dir.toRealPath() + " is in use");
            assertThat(store.heights().highestAnnounced()).isEqualTo(-1);
            assertThat(child())
                    .contains(dir.toRealPath() + " is in use by another process (pid "
                            + ProcessHandle.current().pid() + ")");
        }
        assertThat(child()).isEqualTo("opened");
        Stores.open(dir).close();
    }
}
