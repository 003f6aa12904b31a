package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hashes from the dataset of the epoch where it is ready, else from the light cache by another engine. */
final class FullEngine implements HashEngine {

    private static final Logger LOG = LoggerFactory.getLogger(FullEngine.class);
    private static final int WARM_BATCHES = 200;

    private final HashEngine light;
    private final Function<EthashEpoch, Optional<Dataset>> datasets;
    private final MixLanes mixes = new MixLanes();
    private final long[] chosen = new long[ShareBatch.MAX];
    private final long[] pages = new long[ItemComputer.MAX_LANES * LightCache.ROW_LANES];

    /** Written so that the compiler keeps the reads of {@link PageMemory#touch}. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    FullEngine(HashEngine light, Function<EthashEpoch, Optional<Dataset>> datasets) {
        this.light = light;
        this.datasets = datasets;
    }

    @Override
    public String name() {
        return "full, " + light.name() + " meanwhile";
    }

    @Override
    public void warmUp(LightCache cache) {
        light.warmUp(cache);
    }

    @Override
    public void hash(LightCache cache, ShareBatch batch) {
        Optional<Dataset> dataset = datasets.apply(cache.epoch());
        if (dataset.isEmpty()) {
            light.hash(cache, batch);
            return;
        }
        try {
            hash(dataset.get(), batch);
        } catch (InternalError unreadable) {
            LOG.error(
                    "the dataset of {} cannot be read; this batch is hashed from the light cache",
                    cache.epoch(),
                    unreadable);
            light.hash(cache, batch);
        }
    }

    /** A page that cannot be read from its file shows as an {@link InternalError}. */
    void hash(Dataset dataset, ShareBatch batch) {
        int size = batch.size();
        PageMemory memory = dataset.memory();
        mixes.open(batch);
        long sum = 0;
        for (int access = 0; access < MainLoop.ACCESSES; access++) {
            mixes.choosePages(dataset.pages(), access, chosen);
            sum ^= memory.touch(chosen, size);
            memory.gather(chosen, size, pages);
            mixes.mix(pages);
        }
        touched = sum;
        mixes.close(batch);
    }

    /** Has the compiler see the loops before the first share needs them. */
    static void warmUp(Dataset dataset, HashEngine light) {
        FullEngine engine = new FullEngine(light, epoch -> Optional.of(dataset));
        ShareBatch batch = new ShareBatch();
        for (int run = 0; run < WARM_BATCHES; run++) {
            batch.clear();
            for (int share = 0; share < BatchLimit.MOST; share++) {
                batch.add(new Hash256(run, share, 0, 0), new Nonce(share));
            }
            engine.hash(dataset, batch);
        }
    }
}
