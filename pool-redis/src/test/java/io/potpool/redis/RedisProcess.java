package io.potpool.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real server process on a free port of the loopback, with its files in a directory of its own. */
final class RedisProcess implements AutoCloseable {

    private final Path binary;
    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisProcess(Path binary, Path directory, int port, List<String> options) {
        this.binary = binary;
        this.directory = directory;
        this.port = port;
        this.options = options;
        // a test that is cut off must not leave servers behind
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Starts a server whose every change is on disk before its reply. */
    static RedisProcess start(Path binary, String... options) {
        return start(binary, List.of("--appendonly", "yes", "--appendfsync", "always"), options);
    }

    /** Starts a server with just these options. */
    static RedisProcess start(Path binary, List<String> first, String... options) {
        try {
            List<String> all = new ArrayList<>(first);
            all.addAll(List.of(options));
            RedisProcess server = new RedisProcess(binary, Files.createTempDirectory("potpool-redis"), freePort(), all);
            server.restart();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a Sentinel; {@code watching} are lines of its configuration. */
    static RedisProcess sentinel(Path binary, String watching) {
        try {
            Path directory = Files.createTempDirectory("potpool-sentinel");
            Path file = directory.resolve("sentinel.conf");
            Files.writeString(file, watching);
            RedisProcess server =
                    new RedisProcess(binary, directory, freePort(), List.of(file.toString(), "--sentinel"));
            server.restart();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static int freePort() {
        // a Cluster node listens on its port plus 10,000 too
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = socket.getLocalPort();
                if (port < 55_000) {
                    return port;
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Starts the process again on the same files. */
    void restart() {
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        List<String> rest = new ArrayList<>(options);
        if (!rest.isEmpty() && rest.get(0).endsWith(".conf")) {
            command.add(rest.remove(0));
        }
        command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", directory.toString()));
        command.addAll(rest);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Awaitility.await("the server on port " + port + " answers")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answers() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended: " + log());
        }
    }

    private boolean answers() {
        try {
            return command("PING").contains("PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends a line and returns the first that comes back. */
    String command(String line) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(5000);
            OutputStream out = socket.getOutputStream();
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            byte[] reply = new byte[65_536];
            int count = in.read(reply);
            return count < 0 ? "" : new String(reply, 0, count, StandardCharsets.UTF_8);
        }
    }

    String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException none) {
            return "";
        }
    }

    RedisAddress address() {
        return new RedisAddress("127.0.0.1", port);
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    /** Ends it as a power cut would. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** Makes it stand still, or go on. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException left) {
            directory.toFile().deleteOnExit();
        }
    }
}
