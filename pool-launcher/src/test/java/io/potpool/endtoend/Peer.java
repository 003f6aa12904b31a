package io.potpool.endtoend;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Target;
import io.potpool.ethash.EthashEpoch;
import io.potpool.testkit.pow.Hasher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A miner's end of one connection from a loopback address of choice, line by line. */
final class Peer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final Pattern EPOCH_0_JOB = Pattern.compile("\"result\":\\[\"0x([0-9a-f]{64})\"");
    private static final EthashEpoch EPOCH = EthashEpoch.of(0, 30_000);

    private final Socket socket = new Socket();
    private final BufferedReader in;

    Peer(Door door, String from) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", door.port()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Returns the next line, or empty when the pool has closed. */
    Optional<String> line() throws IOException {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (SocketException reset) {
            return Optional.empty();
        }
    }

    /** Returns the next line that begins with this id, or empty when the pool has closed. */
    Optional<String> answer(int id) throws IOException {
        while (true) {
            Optional<String> line = line();
            if (line.isEmpty() || line.get().startsWith("{\"id\":" + id + ",")) {
                return line;
            }
        }
    }

    /** Logs in over EthProxy and returns the header of the job that follows. */
    Hash256 login(String wallet) throws IOException {
        send("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + wallet + "\"]}\n");
        if (answer(1).filter(line -> line.contains("true")).isEmpty()) {
            throw new IOException("login refused");
        }
        return header(answer(0).orElseThrow(() -> new IOException("closed before a job")));
    }

    static Hash256 header(String job) {
        Matcher matcher = EPOCH_0_JOB.matcher(job);
        if (!matcher.find()) {
            throw new IllegalArgumentException("not a job: " + job);
        }
        return Hash256.parse(matcher.group(1));
    }

    static String share(int id, Hash256 header, Nonce nonce) {
        return "{\"id\":" + id + ",\"method\":\"eth_submitWork\",\"params\":[\"0x" + nonce.toHex() + "\",\"0x"
                + header.toHex() + "\",\"0x" + Hash256.ZERO.toHex() + "\"]}\n";
    }

    /** Hashes from a first nonce on and returns those that make a share, or those that do not. */
    static List<Nonce> mine(Hash256 header, long first, int count, boolean good) {
        Target target = Difficulty.of(Door.SHARE_DIFFICULTY).toTarget();
        List<Nonce> found = new ArrayList<>();
        for (long value = first; found.size() < count; value++) {
            Nonce nonce = new Nonce(value);
            if (target.isMetBy(Hasher.tiny().hash(EPOCH, header, nonce).result()) == good) {
                found.add(nonce);
            }
        }
        return found;
    }

    /** Returns whether the pool has closed, reading what is still there. */
    boolean isClosed() throws IOException {
        @Nullable String line;
        do {
            line = line().orElse(null);
        } while (line != null);
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
