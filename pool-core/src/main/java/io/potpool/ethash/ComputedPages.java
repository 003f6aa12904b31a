package io.potpool.ethash;

/** Pages computed from a light cache, the two items of each side by side; for one thread. */
final class ComputedPages implements PageSource {

    private final LightCache cache;
    private final ItemLanes lanes = new ItemLanes(2);

    ComputedPages(LightCache cache) {
        this.cache = cache;
    }

    @Override
    public Modulus pages() {
        return cache.pages();
    }

    @Override
    public void read(int index, int[] into) {
        lanes.items()[0] = 2 * index;
        lanes.items()[1] = 2 * index + 1;
        lanes.compute(cache, 2);
        System.arraycopy(lanes.results(), 0, into, 0, into.length);
    }
}
