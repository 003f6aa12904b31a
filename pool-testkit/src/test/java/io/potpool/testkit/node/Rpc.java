package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Calls a node over HTTP. */
final class Rpc {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private final URI url;

    Rpc(URI url) {
        this.url = url;
    }

    Rpc(SimulatedNode node) {
        this(node.url());
    }

    String post(String body) throws IOException, InterruptedException {
        return CLIENT.send(request(body, Duration.ofSeconds(60)), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    HttpResponse<String> exchange(String body, Duration timeout) throws IOException, InterruptedException {
        return CLIENT.send(request(body, timeout), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String body, Duration timeout) {
        return HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    static String request(String method, Object... params) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", 1);
        request.put("method", method);
        request.put("params", List.of(params));
        return Json.text(request);
    }

    Map<String, Object> answer(String method, Object... params) throws IOException, InterruptedException {
        return Json.object(post(request(method, params)));
    }

    Object result(String method, Object... params) throws IOException, InterruptedException {
        Map<String, Object> answer = answer(method, params);
        if (answer.containsKey("error")) {
            throw new IOException(String.valueOf(answer.get("error")));
        }
        return answer.get("result");
    }

    String text(String method, Object... params) throws IOException, InterruptedException {
        return (String) result(method, params);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(String method, Object... params) throws IOException, InterruptedException {
        return (Map<String, Object>) result(method, params);
    }

    @SuppressWarnings("unchecked")
    List<String> work() throws IOException, InterruptedException {
        return (List<String>) result("eth_getWork");
    }

    String errorText(String method, Object... params) throws IOException, InterruptedException {
        return (String) ((Map<?, ?>) answer(method, params).get("error")).get("message");
    }
}
