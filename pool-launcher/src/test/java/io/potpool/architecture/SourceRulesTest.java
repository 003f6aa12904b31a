package io.potpool.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the source tree as a whole. */
class SourceRulesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MAX_LINES = 400;
    private static final int MAX_TEST_LINES = 600;

    private static List<Path> sources(String part) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                Path directory = module.resolve(part);
                if (Files.isDirectory(directory)) {
                    try (Stream<Path> files = Files.walk(directory)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noSourceFileIsLongerThan400Lines() throws IOException {
        List<Path> sources = sources("src/main/java");

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(sources).filteredOn(file -> lines(file) > MAX_LINES).isEmpty();
    }

    @Test
    void halfOfTheSourceFilesAreShorterThan100Lines() throws IOException {
        List<Long> lengths = sources("src/main/java").stream()
                .map(SourceRulesTest::lines)
                .sorted()
                .toList();

        assertThat(lengths.get(lengths.size() / 2)).isLessThan(100);
    }

    @Test
    void noTestFileIsLongerThan600Lines() throws IOException {
        assertThat(sources("src/test/java"))
                .filteredOn(file -> lines(file) > MAX_TEST_LINES)
                .isEmpty();
    }

    @Test
    void everyMainPackageSaysItsPurpose() throws IOException {
        List<Path> packages = sources("src/main/java").stream()
                .filter(file ->
                        !file.startsWith(ROOT.resolve("benchmarks")) && !file.startsWith(ROOT.resolve("examples")))
                .map(Path::getParent)
                .distinct()
                .toList();

        assertThat(packages).allSatisfy(directory -> {
            Path info = directory.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(Files.readString(info)).contains("/**", "@NullMarked");
        });
    }
}
