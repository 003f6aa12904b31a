package io.potpool.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.core.ExecutableProvider;

/** Which server the tests run on. */
final class Binaries {

    /** A server binary to start, or host:port of one that runs. */
    static final String NAMED = "POOL_TEST_REDIS";

    /** A binary of Valkey 7.2 or later: a server that has WAITAOF. */
    private static final String VALKEY = "POOL_TEST_VALKEY";

    private static final String REQUIRED = "POOL_TEST_REQUIRE_SERVERS";

    private static final Optional<Path> BUNDLED = findBundled();

    private Binaries() {}

    private static Optional<Path> findBundled() {
        try {
            Path binary = ExecutableProvider.newJarResourceProvider().get().toPath();
            Process version = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean works = version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0;
            return works ? Optional.of(binary) : Optional.empty();
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns the bundled server; where it does not start, the test is skipped with a line. */
    static Path bundled() {
        Assumptions.assumeTrue(BUNDLED.isPresent(), "the bundled redis-server does not start on this machine");
        return BUNDLED.orElseThrow();
    }

    /** Returns what the environment names, if it names something; where servers are required, it must. */
    static Optional<String> named() {
        Optional<String> named = Optional.ofNullable(System.getenv(NAMED)).filter(value -> !value.isBlank());
        if (named.isEmpty() && Boolean.parseBoolean(System.getenv(REQUIRED))) {
            throw new IllegalStateException(REQUIRED + " is true: set " + NAMED + " to a redis-server");
        }
        return named;
    }

    /** Returns the Valkey that the environment names; where it names none, the test is skipped with a line. */
    static Path valkey() {
        Optional<Path> named = Optional.ofNullable(System.getenv(VALKEY))
                .filter(value -> !value.isBlank())
                .map(Path::of);
        if (named.isPresent() && !Files.isExecutable(named.get())) {
            throw new IllegalStateException(VALKEY + " is " + named.get() + ", which is no program");
        }
        Assumptions.assumeTrue(named.isPresent(), VALKEY + " names no valkey-server");
        return named.orElseThrow();
    }

    /** Returns the binary that the environment names, or the bundled one. */
    static Path any() {
        return named().map(Path::of).filter(Files::isExecutable).orElseGet(Binaries::bundled);
    }
}
