package io.potpool.simd;

import io.potpool.ethash.ItemComputer;
import java.util.Optional;

/**
 * Offers the computer that uses the Vector API, where the virtual machine was started with
 * {@code --add-modules jdk.incubator.vector} and the processor has vectors of at least 256 bits.
 */
public final class VectorItemsProvider implements ItemComputer.Provider {

    private static final String MODULE = "jdk.incubator.vector";

    /** Called by the service loader. */
    public VectorItemsProvider() {}

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Optional<ItemComputer> create() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() && VectorItems.isUseful()
                ? Optional.of(new VectorItems())
                : Optional.empty();
    }
}
