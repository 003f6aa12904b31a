package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Mining: work, solutions, hash rates and the miner's switches. */
final class WorkMethods {

    private static final Duration RATE_LIFE = Duration.ofSeconds(10);

    private final NodeCore core;
    private final Map<Hash256, Rate> rates = new HashMap<>();

    private record Rate(long hashesPerSecond, Instant at) {}

    WorkMethods(NodeCore core) {
        this.core = core;
    }

    void addTo(Methods methods) {
        for (String space : new String[] {"eth_", "ethash_"}) {
            methods.addUnlocked(space + "getWork", 0, args -> work());
            methods.addUnlocked(space + "submitWork", 3, this::submitWork);
            methods.add(space + "submitHashrate", 2, this::submitHashrate);
        }
        methods.add("ethash_getHashrate", 0, args -> hashrate());
        methods.add("eth_hashrate", 0, args -> "0x0");
        methods.add("eth_mining", 0, args -> core.process().miner.isRunning());
        methods.add("eth_coinbase", 0, args -> coinbase());
        methods.add("miner_start", 1, args -> {
            core.process().miner.start();
            return null;
        });
        methods.add("miner_stop", 0, args -> {
            core.process().miner.stop();
            return null;
        });
        methods.add("miner_setEtherbase", 1, args -> {
            core.process().miner.setEtherbase(args.address(0));
            return true;
        });
    }

    private Object work() throws RpcException {
        if (!core.settings.remoteSealer) {
            throw new RpcException("not supported");
        }
        return core.process().sealer.work();
    }

    private Object submitWork(Args args) throws RpcException {
        var nonce = args.nonce(0);
        Hash256 header = args.hash(1);
        Hash256 mix = args.hash(2);
        return core.settings.remoteSealer && core.process().sealer.submit(nonce, header, mix);
    }

    private Object submitHashrate(Args args) throws RpcException {
        long rate = args.uint64(0);
        Hash256 id = args.hash(1);
        if (!core.settings.remoteSealer) {
            return false;
        }
        rates.put(id, new Rate(rate, core.settings.clock.instant()));
        return true;
    }

    private Object hashrate() {
        Instant oldest = core.settings.clock.instant().minus(RATE_LIFE);
        rates.values().removeIf(rate -> rate.at().isBefore(oldest));
        return rates.values().stream().mapToLong(Rate::hashesPerSecond).sum();
    }

    private Object coinbase() throws RpcException {
        var etherbase = core.process().miner.etherbase();
        if (etherbase == null) {
            throw new RpcException("etherbase must be explicitly specified");
        }
        return etherbase.text();
    }
}
