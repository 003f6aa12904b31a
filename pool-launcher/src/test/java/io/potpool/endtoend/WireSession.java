package io.potpool.endtoend;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.MinerProtocol;
import io.potpool.terms.NoncePrefix;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A miner's session of any protocol, typed line by line: whoever holds it decides what is said, and when. */
final class WireSession implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.2";
    private static final Pattern EXTRANONCE = Pattern.compile("],\"([0-9a-f]{6})\"],\"error\"");
    private static final Pattern SET_DIFFICULTY = Pattern.compile("set_difficulty\",\"params\":\\[([0-9.]+)]");
    private static final Pattern SET =
            Pattern.compile("\"target\":\"([0-9a-f]{64})\".*\"extranonce\":\"([0-9a-f]{6})\"");
    private static final Pattern TOKEN = Pattern.compile("\"result\":\"(w-[0-9]+)\"");

    final MinerProtocol protocol;
    final String wallet;

    private final Door door;
    private final Peer peer;
    private int lastId = 100;
    private Optional<NoncePrefix> prefix = Optional.empty();
    private String told = "";
    private String token = "w-0";

    private WireSession(Door door, MinerProtocol protocol, String wallet) throws IOException {
        this.door = door;
        this.protocol = protocol;
        this.wallet = wallet;
        this.peer = new Peer(door, ADDRESS);
    }

    /** Connects and does all that comes before the login. */
    static WireSession subscribe(Door door, MinerProtocol protocol, String wallet) throws IOException {
        WireSession session = new WireSession(door, protocol, wallet);
        switch (protocol) {
            case ETHEREUM_STRATUM_1 -> {
                String answer = session.ask("mining.subscribe", "[\"x\",\"EthereumStratum/1.0.0\"]");
                session.prefix = find(EXTRANONCE, answer).map(NoncePrefix::parse);
            }
            case ETHEREUM_STRATUM_2 -> {
                session.ask("mining.hello", "{\"proto\":\"EthereumStratum/2.0.0\"}");
                session.ask("mining.subscribe", "[]");
            }
            case PLAIN_STRATUM -> session.ask("mining.subscribe", "[]");
            case ETHPROXY, GETWORK -> {}
        }
        return session;
    }

    /** Logs in, for the first time or once more; returns the answer. */
    String authorize(String password) throws IOException {
        String answer = switch (protocol) {
            case ETHPROXY -> ask("eth_submitLogin", "[\"" + wallet + "\",\"" + password + "\"]");
            case GETWORK -> "";
            default -> ask("mining.authorize", "[\"" + wallet + "\",\"" + password + "\"]");
        };
        token = find(TOKEN, answer).orElse(token);
        return answer;
    }

    /** Reads until the job of a header has come; getwork asks for it. */
    void awaitJob(Hash256 header) throws IOException {
        boolean come = protocol == MinerProtocol.GETWORK;
        while (!come) {
            String line = read();
            come = line.contains(header.toHex()) && !line.contains("\"error\":{");
        }
    }

    /** Returns the extranonce of a protocol that has one, once it has been told. */
    Optional<NoncePrefix> prefix() {
        return prefix;
    }

    /** Returns the difficulty that was told last, as it was written: a float, a target, or nothing. */
    String told() {
        return told;
    }

    /** Sends a nonce with all its digits, or under the session's own extranonce only what follows it. */
    String submit(Hash256 header, Nonce nonce, boolean shortened) throws IOException {
        String full = nonce.toHex();
        String digits = shortened ? full.substring(6) : full;
        String hex = header.toHex();
        String job = prefix.map(NoncePrefix::toHex).orElse("000000") + hex.substring(0, 16);
        String mix = Hash256.ZERO.toString();
        return switch (protocol) {
            case ETHPROXY -> ask("eth_submitWork", "[\"0x" + full + "\",\"0x" + hex + "\",\"" + mix + "\"]");
            case GETWORK -> post("eth_submitWork", "[\"0x" + full + "\",\"0x" + hex + "\",\"" + mix + "\"]");
            case PLAIN_STRATUM ->
                ask(
                        "mining.submit",
                        "[\"" + wallet + "\",\"" + hex + "\",\"0x" + full + "\",\"0x" + hex + "\",\"" + mix + "\"]");
            case ETHEREUM_STRATUM_1 -> ask("mining.submit", "[\"" + wallet + "\",\"" + job + "\",\"" + digits + "\"]");
            case ETHEREUM_STRATUM_2 -> ask("mining.submit", "[\"" + job + "\",\"" + digits + "\",\"" + token + "\"]");
        };
    }

    static boolean isAccepted(String answer) {
        return answer.contains("\"result\":true") || answer.matches("\\{\"id\":\\d+}");
    }

    private String ask(String method, String params) throws IOException {
        int id = lastId++;
        peer.send("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}\n");
        while (true) {
            String line = read();
            if (line.startsWith("{\"id\":" + id + ",") || line.equals("{\"id\":" + id + "}")) {
                return line;
            }
        }
    }

    private String read() throws IOException {
        String line = peer.line().orElseThrow(() -> new IOException(protocol + " was closed"));
        find(SET_DIFFICULTY, line).ifPresent(difficulty -> told = difficulty);
        Matcher set = SET.matcher(line);
        if (set.find()) {
            told = set.group(1);
            prefix = Optional.of(NoncePrefix.parse(set.group(2)));
        }
        return line;
    }

    private String post(String method, String params) throws IOException {
        String body = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
        try (Peer request = new Peer(door, ADDRESS)) {
            request.send("POST /" + wallet + "/rig HTTP/1.1\r\nHost: pool\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            String last = "";
            for (Optional<String> line = request.line(); line.isPresent(); line = request.line()) {
                last = line.get();
            }
            return last;
        }
    }

    private static Optional<String> find(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
