package io.potpool.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of what was used lately, with a bound. Not thread-safe.
 *
 * @param <K> a key
 * @param <V> a value
 */
public final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private final int bound;

    /** @param bound how many it holds; one more drops what was not used for longest */
    public Recent(int bound) {
        super(16, 0.75f, true);
        this.bound = bound;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > bound;
    }
}
