package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Pushes templates as {@code --miner.notify} does: to every URL at once, one second, no retry, answer ignored. */
final class Notifier {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final List<URI> targets;
    private final boolean full;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    Notifier(List<URI> targets, boolean full) {
        this.targets = targets;
        this.full = full;
    }

    void push(Template template) {
        if (targets.isEmpty()) {
            return;
        }
        byte[] body = Json.bytes(full ? BlockJson.header(template.block().header()) : template.work());
        for (URI target : targets) {
            HttpRequest request = HttpRequest.newBuilder(target)
                    .timeout(TIMEOUT)
                    .header("User-Agent", "Go-http-client/1.1")
                    .header("Content-Type", "application/json")
                    .header("Accept-Encoding", "gzip")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        }
    }
}
