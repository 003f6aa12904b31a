package io.potpool.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path dir;

    @Test
    void aDirectoryIsHeldUntilItIsGivenBackByWhateverNameItIsCalled() throws IOException {
        try (DirectoryLock held = DirectoryLock.take(dir, "a.lock")) {
            Path sameByAnotherName = dir.resolve("../" + dir.getFileName());
            assertThatThrownBy(() -> DirectoryLock.take(sameByAnotherName, "a.lock"))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(dir.toRealPath() + " is in use");
            assertThat(dir.resolve("a.lock"))
                    .hasContent("" + ProcessHandle.current().pid());
            assertThat(held).isNotNull();
        }
        assertThatCode(() -> DirectoryLock.take(dir, "a.lock").close()).doesNotThrowAnyException();
    }

    @Test
    void aStoreAndASpoolMayShareADirectory() throws IOException {
        try (DirectoryLock store = DirectoryLock.take(dir, "a.lock");
                DirectoryLock spool = DirectoryLock.take(dir, "b.lock")) {
            assertThat(store).isNotSameAs(spool);
            assertThatThrownBy(() -> DirectoryLock.take(dir, "b.lock")).isInstanceOf(DirectoryInUseException.class);
        }
    }

    @Test
    void aDirectoryThatCouldNotBeTakenIsNotHeld() throws IOException {
        Path notADirectory = Files.createFile(dir.resolve("file"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> DirectoryLock.take(notADirectory, "a.lock"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(DirectoryInUseException.class);
        }
    }
}
