package io.potpool.node;

import io.potpool.metrics.Metrics;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one node's new heads pushed over a WebSocket; each is only a reason to look at the node. Connects again for as long
 * as it is open.
 */
final class NewHeadsFeed implements OkHttpWire.Push {

    private static final Logger LOG = LoggerFactory.getLogger(NewHeadsFeed.class);
    private static final String SUBSCRIBE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String nodeId;
    private final URI url;
    private final OkHttpWire wire;
    private final ScheduledExecutorService timer;
    private final Metrics metrics;
    private final Runnable hint;
    private Duration pause = FIRST_PAUSE;
    private Runnable disconnect = () -> {};
    private boolean troubled;
    private boolean closed;

    NewHeadsFeed(
            String nodeId, URI url, OkHttpWire wire, ScheduledExecutorService timer, Metrics metrics, Runnable hint) {
        this.nodeId = nodeId;
        this.url = url;
        this.wire = wire;
        this.timer = timer;
        this.metrics = metrics;
        this.hint = hint;
    }

    synchronized void connect() {
        if (!closed) {
            disconnect = wire.open(url, SUBSCRIBE, this);
        }
    }

    @Override
    public void opened() {
        metrics.count("node.push{connected}");
    }

    @Override
    public void received(byte[] message) {
        try {
            Json.Members event = Values.object(JsonReader.read(message), "the event");
            if (event.get("error") instanceof Json.Members) {
                trouble("it refuses to push new heads");
            } else if (event.get("method") instanceof Json.Text) {
                metrics.count("node.push{head}");
                hint.run();
            } else {
                subscribed();
            }
        } catch (BadValueException bad) {
            metrics.count("node.push{malformed}");
        }
    }

    private synchronized void subscribed() {
        pause = FIRST_PAUSE;
        if (troubled) {
            troubled = false;
            LOG.info("node {} pushes new heads", nodeId);
        }
        hint.run();
    }

    @Override
    public void ended(String why) {
        trouble(why);
        reconnect();
    }

    private synchronized void trouble(String why) {
        metrics.count("node.push{trouble}");
        if (!troubled && !closed) {
            troubled = true;
            LOG.warn("node {} does not push new heads, it is polled all the same: {}", nodeId, why);
        }
    }

    private synchronized void reconnect() {
        if (closed) {
            return;
        }
        try {
            var unused = timer.schedule(this::connect, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            closed = true;
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    synchronized void close() {
        closed = true;
        disconnect.run();
    }
}
