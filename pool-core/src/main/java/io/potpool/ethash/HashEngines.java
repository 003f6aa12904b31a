package io.potpool.ethash;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes hash engines of every kind. Thread-safe. */
public final class HashEngines {

    private static final Logger LOG = LoggerFactory.getLogger(HashEngines.class);

    private HashEngines() {}

    /** Returns an engine that hashes from light caches, with the items computed by {@code computer}. */
    public static HashEngine light(ItemComputer computer) {
        return new BatchEngine(computer);
    }

    /**
     * Returns engines that use the fastest item computer there is: each {@link ItemComputer.Provider} found on the class
     * path or module path is measured against plain Java, for about 200 ms, when the first of the engines is warmed up; the
     * choice is logged and holds for all of them. Until then they are plain.
     */
    public static Supplier<HashEngine> fastest() {
        return new EngineChoice(found())::engine;
    }

    /** Measures all engines that work here, plain Java first; blocks for about a second with a real cache. */
    public static List<EngineRate> measure(LightCache cache) {
        return EngineChoice.measure(found(), cache);
    }

    /**
     * Returns engines that hash from the dataset of an epoch where {@code datasets} has it, else by an engine of
     * {@code light}. A dataset that turns out wrong is given up.
     */
    public static Supplier<HashEngine> full(Supplier<HashEngine> light, Datasets datasets) {
        return () -> new FullEngine(light.get(), datasets.source());
    }

    /** Returns the computer that is fastest where several work, by its place: one that is offered has its reasons. */
    static ItemComputer fastItems() {
        List<Supplier<ItemComputer>> all = found();
        return all.get(all.size() - 1).get();
    }

    /** Returns makers of all computers that work here, plain Java first. */
    static List<Supplier<ItemComputer>> found() {
        List<Supplier<ItemComputer>> all = new ArrayList<>();
        all.add(PlainItems::new);
        ServiceLoader.load(ItemComputer.Provider.class).stream().forEach(found -> addIfUsable(found, all));
        return all;
    }

    private static void addIfUsable(
            ServiceLoader.Provider<ItemComputer.Provider> found, List<Supplier<ItemComputer>> all) {
        try {
            ItemComputer.Provider provider = found.get();
            provider.create().ifPresent(first -> all.add(() -> provider.create().orElse(first)));
        } catch (ServiceConfigurationError | RuntimeException | LinkageError fault) {
            LOG.warn("the item computer of {} cannot be used here", found.type().getName(), fault);
        }
    }
}
