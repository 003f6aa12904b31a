package io.potpool.launcher.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A real redis-server process, with its files in a directory of the test's. */
public final class RedisServer implements AutoCloseable {

    private static final int MOST_PORT = 55_000;

    private final List<String> command = new ArrayList<>();
    private final Path log;
    private final int port;
    private Process process;

    private RedisServer(Path directory, int port, List<String> options) throws IOException {
        this.port = port;
        this.log = directory.resolve("redis-" + port + ".log");
        command.add(RedisServers.binary().toString());
        command.addAll(options);
        command.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--dbfilename",
                "dump-" + port + ".rdb"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        start();
    }

    /** Starts a server; options are as on its command line. */
    public static RedisServer start(Path directory, String... options) throws IOException {
        return new RedisServer(directory, freePort(), List.of(options));
    }

    /** Starts a server on a port. */
    public static RedisServer startAt(Path directory, int port, String... options) throws IOException {
        return new RedisServer(directory, port, List.of(options));
    }

    /** Returns a port that is free now, whose cluster bus port exists too. */
    public static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < MOST_PORT) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Awaitility.await("redis-server on port " + port)
                .atMost(Duration.ofSeconds(30))
                .until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IOException("redis-server ended: " + Files.readString(log));
        }
    }

    private boolean answers() {
        try {
            String reply = send("PING");
            return reply.equals("PONG") || reply.startsWith("NOAUTH");
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Sends one command and returns its reply as text. */
    public String send(String... words) throws IOException {
        return send(List.of(List.of(words))).get(0);
    }

    /** Sends one command as a user of the server's access list. */
    public String sendAs(String user, String password, String... words) throws IOException {
        return send(List.of(List.of("AUTH", user, password), List.of(words))).get(1);
    }

    /** Sends commands in one go and returns their replies, each as text. */
    public List<String> send(List<List<String>> commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            List<String> replies = new ArrayList<>();
            int read = 0;
            for (int i = 0; i < commands.size(); i++) {
                write(out, commands.get(i));
                if (i - read == 500) {
                    out.flush();
                    for (; read <= i; read++) {
                        replies.add(read(in));
                    }
                }
            }
            out.flush();
            for (; read < commands.size(); read++) {
                replies.add(read(in));
            }
            return replies;
        }
    }

    private static void write(OutputStream out, List<String> words) throws IOException {
        out.write(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String read(InputStream in) throws IOException {
        String line = line(in);
        char kind = line.charAt(0);
        String rest = line.substring(1);
        if (kind == '$') {
            int length = Integer.parseInt(rest);
            if (length < 0) {
                return "(nil)";
            }
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            in.readNBytes(2);
            return text;
        }
        if (kind == '*') {
            List<String> items = new ArrayList<>();
            for (int i = Integer.parseInt(rest); i > 0; i--) {
                items.add(read(in));
            }
            return String.join("\n", items);
        }
        return rest;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }

    /** Ends the process as a power cut would. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** Ends the process as an operator does: all that it has confirmed is in its files. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** Stops the process in its course: connections stay, nothing answers. */
    public void pause() throws IOException {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException {
        Process sent = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        if (sent.onExit().join().exitValue() != 0) {
            throw new IOException("kill " + name + " failed");
        }
    }

    /** Starts it again on its files. */
    public void restart() {
        try {
            start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
