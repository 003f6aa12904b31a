package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hashes from the dataset of the epoch where it is ready, else from the light cache by another engine. Once a second a share
 * is hashed from both: a dataset that says otherwise, or whose file is not what it was, is not used any more, and the batch is
 * hashed from the light cache.
 */
final class FullEngine implements HashEngine {

    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int WARM_BATCHES = 200;

    /** Gives datasets, and hears of one that is wrong. */
    interface Source {

        Optional<Dataset> ifReady(EthashEpoch epoch);

        void retire(Dataset dataset, String why);
    }

    private final HashEngine light;
    private final Source datasets;
    private final MixLanes mixes = new MixLanes();
    private final long[] chosen = new long[ShareBatch.MAX];
    private final long[] pages = new long[ItemComputer.MAX_LANES * LightCache.ROW_LANES];
    private final MainLoop loop = new MainLoop();
    private @Nullable Dataset used;
    private long checkedNanos = System.nanoTime() - CHECK_NANOS;

    /** Written so that the compiler keeps the reads of {@link PageMemory#touch}. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    FullEngine(HashEngine light, Source datasets) {
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
        Dataset dataset = datasets.ifReady(cache.epoch()).orElse(null);
        used = dataset;
        if (dataset == null || !isHashed(dataset, cache, batch)) {
            light.hash(cache, batch);
        }
    }

    private boolean isHashed(Dataset dataset, LightCache cache, ShareBatch batch) {
        try {
            hash(dataset, batch);
        } catch (InternalError unreadable) {
            datasets.retire(dataset, "it cannot be read: " + unreadable.getMessage());
            return false;
        }
        if (!dataset.memory().isSound()) {
            datasets.retire(dataset, "its file was changed");
            return false;
        }
        if (batch.size() > 0 && System.nanoTime() - checkedNanos >= CHECK_NANOS) {
            checkedNanos = System.nanoTime();
            if (!agrees(cache, batch)) {
                datasets.retire(dataset, "it does not agree with the light cache");
                return false;
            }
        }
        return true;
    }

    private boolean agrees(LightCache cache, ShareBatch batch) {
        loop.run(
                new ComputedPages(cache),
                batch.headerWord(0, 0),
                batch.headerWord(0, 1),
                batch.headerWord(0, 2),
                batch.headerWord(0, 3),
                batch.nonce(0));
        Hash256 result = batch.result(0);
        return result.w0() == loop.resultWord(0) && result.w1() == loop.resultWord(1);
    }

    /** An error of the last batch may come late, when its dataset cannot be read. */
    @Override
    public void failed(Throwable fault) {
        Dataset dataset = used;
        if (dataset == null) {
            light.failed(fault);
        } else if (fault instanceof InternalError) {
            datasets.retire(dataset, "it cannot be read: " + fault.getMessage());
        }
    }

    private void hash(Dataset dataset, ShareBatch batch) {
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
    void warmUp(Dataset dataset) {
        ShareBatch batch = new ShareBatch();
        for (int run = 0; run < WARM_BATCHES; run++) {
            batch.clear();
            for (int share = 0; share < BatchLimit.MOST; share++) {
                batch.add(new Hash256(run, share, 0, 0), new Nonce(share));
            }
            hash(dataset, batch);
        }
    }
}
