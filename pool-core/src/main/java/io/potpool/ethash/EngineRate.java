package io.potpool.ethash;

/**
 * How fast an engine is.
 *
 * @param name the engine's
 * @param sharesPerSecond of one thread, in full batches
 */
public record EngineRate(String name, long sharesPerSecond) {

    @Override
    public String toString() {
        return name + " " + sharesPerSecond;
    }
}
