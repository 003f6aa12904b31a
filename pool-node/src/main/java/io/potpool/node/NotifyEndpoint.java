package io.potpool.node;

import io.potpool.metrics.Metrics;
import io.potpool.spi.WorkNotifications;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Takes notifications. Whoever knows the secret path is believed to be the node at the sender's address; anybody else can
 * only have the nodes asked a little earlier.
 */
final class NotifyEndpoint implements NotifyServer.Handler, WorkNotifications {

    private final Optional<String> secretPath;
    private final NotifiedWork.Seeds seeds;
    private final List<NodeAgent> agents;
    private final Metrics metrics;
    private final HintLimit limit = new HintLimit();

    NotifyEndpoint(Optional<String> secretPath, NotifiedWork.Seeds seeds, List<NodeAgent> agents, Metrics metrics) {
        this.secretPath = secretPath;
        this.seeds = seeds;
        this.agents = agents;
        this.metrics = metrics;
    }

    @Override
    public boolean trusts(String path) {
        return secretPath.filter(secret -> same(secret, path)).isPresent();
    }

    @Override
    public boolean isNode(InetAddress address) {
        return agents.stream().anyMatch(agent -> agent.isAt(address));
    }

    @Override
    public int posted(String path, byte[] body, InetAddress from) {
        return handle(path, body, from);
    }

    @Override
    public int handle(String path, byte[] body, InetAddress from) {
        boolean trusted = trusts(path);
        if (!trusted && !limit.pass(System.nanoTime())) {
            metrics.count("node.notify{limited}");
            return 200;
        }
        NotifiedWork work;
        try {
            work = NotifiedWork.decode(body, seeds);
        } catch (BadValueException bad) {
            metrics.count("node.notify{malformed}");
            return 400;
        }
        if (trusted) {
            metrics.count("node.notify{work}");
            takeWork(work, from);
        } else {
            metrics.count("node.notify{hint}");
            agents.forEach(NodeAgent::hint);
        }
        return 200;
    }

    private void takeWork(NotifiedWork work, InetAddress from) {
        List<NodeAgent> there =
                agents.stream().filter(agent -> agent.isAt(from)).toList();
        if (there.size() == 1) {
            there.get(0).notified(work);
        } else {
            agents.forEach(NodeAgent::hint);
        }
    }

    private static boolean same(String secret, String path) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), path.getBytes(StandardCharsets.UTF_8));
    }
}
