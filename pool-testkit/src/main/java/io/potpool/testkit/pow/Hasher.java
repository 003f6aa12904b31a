package io.potpool.testkit.pow;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.Dataset;
import io.potpool.ethash.Ethash;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.PowHash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Hashes nonces of any epoch; an epoch's cache is built at its first use, on the caller's thread, and the two epochs
 * built last are kept. Thread-safe.
 */
public final class Hasher {

    /** The bytes of the light cache with tiny sizes. */
    public static final long TINY_CACHE_BYTES = 1024;

    /** The bytes of the dataset with tiny sizes. */
    public static final long TINY_DATASET_BYTES = 32 * 1024;

    private static final int KEPT = 2;
    private static final Hasher TINY = new Hasher(Hasher::tinyEpoch);
    private static final Hasher LIGHT = new Hasher(Hasher::lightEpoch);

    private final Function<EthashEpoch, Engine> factory;
    private volatile Map<EthashEpoch, Engine> engines = Map.of();

    private interface Engine {
        PowHash hash(Hash256 header, Nonce nonce);
    }

    private Hasher(Function<EthashEpoch, Engine> factory) {
        this.factory = factory;
    }

    /** Returns the hasher of chains with a cache of 1 KiB and a dataset of 32 KiB: microseconds a hash. */
    public static Hasher tiny() {
        return TINY;
    }

    /** Returns the hasher of real sizes by light cache: about a second for an epoch, a millisecond a hash. */
    public static Hasher light() {
        return LIGHT;
    }

    /** Returns the light cache that chains with tiny sizes use for an epoch, for a pool that serves such a chain. */
    public static LightCache tinyCache(EthashEpoch epoch) {
        return LightCache.build(epoch, TINY_CACHE_BYTES, TINY_DATASET_BYTES);
    }

    /** Computes mix and result of a nonce. */
    public PowHash hash(EthashEpoch epoch, Hash256 header, Nonce nonce) {
        return engine(epoch).hash(header, nonce);
    }

    private Engine engine(EthashEpoch epoch) {
        Engine engine = engines.get(epoch);
        return engine != null ? engine : build(epoch);
    }

    private synchronized Engine build(EthashEpoch epoch) {
        Engine engine = engines.get(epoch);
        if (engine == null) {
            engine = factory.apply(epoch);
            Map<EthashEpoch, Engine> next = new LinkedHashMap<>(engines);
            next.put(epoch, engine);
            if (next.size() > KEPT) {
                next.remove(next.keySet().iterator().next());
            }
            engines = Collections.unmodifiableMap(next);
        }
        return engine;
    }

    private static Engine tinyEpoch(EthashEpoch epoch) {
        return Dataset.inHeap(tinyCache(epoch))::hash;
    }

    private static Engine lightEpoch(EthashEpoch epoch) {
        LightCache cache = LightCache.build(epoch);
        return (header, nonce) -> Ethash.hash(cache, header, nonce);
    }
}
