package io.potpool.node;

import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import io.potpool.work.WorkTemplate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Work in the four-element form of eth_getWork.
 *
 * @param height element 3; empty from nodes that send three elements
 */
record RawWork(Hash256 header, Hash256 seed, Target target, OptionalLong height) {

    /** Decodes an array of three or four elements. */
    static RawWork decode(Json json) throws BadValueException {
        if (json instanceof Json.Null) {
            throw new BadValueException("the work is null");
        }
        if (!(json instanceof Json.Items items)) {
            throw new BadValueException("the work is not an array");
        }
        List<Json> elements = items.values();
        if (elements.size() != 3 && elements.size() != 4) {
            throw new BadValueException("the work has " + elements.size() + " elements");
        }
        Hash256 header = Values.hash(elements.get(0), "the work's header");
        Hash256 seed = Values.hash(elements.get(1), "the work's seed");
        Hash256 bound = Values.hash(elements.get(2), "the work's target");
        if (bound.equals(Hash256.ZERO)) {
            throw new BadValueException("the work's target is 0");
        }
        OptionalLong height = OptionalLong.empty();
        if (elements.size() == 4) {
            height = OptionalLong.of(Values.count(elements.get(3), "the work's height"));
            if (height.getAsLong() == 0) {
                throw new BadValueException("the work's height is 0");
            }
        }
        return new RawWork(header, seed, new Target(bound), height);
    }

    WorkTemplate toTemplate(String nodeId, long height, Optional<Hash256> parentHash) {
        return new WorkTemplate(nodeId, header, seed, target, height, parentHash);
    }
}
