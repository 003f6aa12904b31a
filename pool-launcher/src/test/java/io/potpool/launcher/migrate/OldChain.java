package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.node.ChainSearch;
import io.potpool.node.NodeSettings;
import io.potpool.testkit.node.SimulatedContract;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chain that an old pool has mined and paid on: a simulated node over HTTP, with the pool's wallet in it. */
final class OldChain implements AutoCloseable {

    /** Takes no value. */
    static final Address REVERTING = Address.parse("0x00000000000000000000000000000000000000c0");

    private static final BigInteger KEY = BigInteger.valueOf(0x1234_5678);
    private static final Address ETHERBASE = Address.parse("0x00000000000000000000000000000000000000e0");

    final SimulatedNode node;
    final Address payer;
    private final HttpClient http = HttpClient.newHttpClient();

    OldChain() throws Exception {
        payer = payer();
        node = SimulatedNode.builder()
                .etherbase(ETHERBASE)
                .chainId(61)
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000)
                .fixedDifficulty()
                .noVerify()
                .key(KEY)
                .contract(REVERTING, SimulatedContract.reverting("no"))
                .balance(payer, Wei.parse("5000000000000000000"))
                .build()
                .start();
    }

    private Address payer() throws Exception {
        try (SimulatedNode other = SimulatedNode.builder().key(KEY).build().start()) {
            return Address.parse(call(other, "eth_accounts", "[]").get(0).asString());
        }
    }

    /** Writes and reads a config of this chain whose pool pays with a fee of 400 Shannon. */
    PoolConfig config(Path directory) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"" + node.url() + "\"}],"
                        + "\"payouts\": {\"enabled\": false, \"address\": \"" + payer + "\", \"normalFee\": 400}}");
        return new ConfigReader(Map.of()).read(file).config().orElseThrow();
    }

    ChainSearch search() {
        return new ChainSearch(new NodeSettings("n", node.url(), Duration.ofSeconds(10), Optional.empty()));
    }

    JsonNode call(String method, String params) throws Exception {
        return call(node, method, params);
    }

    private JsonNode call(SimulatedNode to, String method, String params) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(to.url())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        JsonNode answer = JsonMapper.shared().readTree(body);
        assertThat(answer.has("error")).as(body).isFalse();
        return answer.get("result");
    }

    /** Sends from the wallet; in no block yet. */
    String send(String to, long shannon) throws Exception {
        BigInteger wei = BigInteger.valueOf(shannon).multiply(BigInteger.TEN.pow(9));
        return call(
                        "eth_sendTransaction",
                        "[{\"from\":\"" + payer + "\",\"to\":\"" + to + "\",\"gas\":\"0x186a0\","
                                + "\"gasPrice\":\"0x3b9aca00\",\"value\":\"0x" + wei.toString(16) + "\"}]")
                .asString();
    }

    /** Sends from the wallet and mines a block with it. */
    String pay(String to, long shannon) throws Exception {
        String hash = send(to, shannon);
        node.mineBlock();
        return hash;
    }

    void mine(int blocks) {
        node.mineBlocks(ETHERBASE, blocks);
    }

    /** Returns a member of a block as the node tells it. */
    JsonNode block(Hash256 hash) throws Exception {
        return call("eth_getBlockByHash", "[\"" + hash + "\",false]");
    }

    @Override
    public void close() {
        node.close();
    }
}
