package io.potpool.node;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import io.potpool.ethash.SeedHash;
import io.potpool.work.WorkTemplate;
import java.util.Optional;

/** Work as a node's notification names it, whatever form the notification had. */
record NotifiedWork(Hash256 header, Hash256 seed, Target target, long height, Optional<Hash256> parentHash) {

    /** Gives the seed hash of a height. */
    @FunctionalInterface
    interface Seeds {
        Hash256 at(long height) throws BadValueException;

        /** Returns the seeds of a chain; a height beyond its last epoch is a bad value. */
        static Seeds of(ChainSpec chain) {
            return height -> {
                try {
                    return SeedHash.ofRounds(chain.epochAt(height).seedRounds());
                } catch (IllegalArgumentException beyond) {
                    throw new BadValueException("height " + height + " is beyond the last epoch");
                }
            };
        }
    }

    /** Decodes the body of a notification: a bare array, an object with a {@code result}, or a whole header. */
    static NotifiedWork decode(byte[] body, Seeds seeds) throws BadValueException {
        Json json = JsonReader.read(body);
        if (json instanceof Json.Members object) {
            return object.values().containsKey("result") ? array(object.get("result")) : header(object, seeds);
        }
        return array(json);
    }

    private static NotifiedWork array(Json json) throws BadValueException {
        RawWork work = RawWork.decode(json);
        if (work.height().isEmpty()) {
            throw new BadValueException("a notification without a height");
        }
        if (work.target().bound().equals(Hash256.MAX)) {
            throw new BadValueException("a notification whose target lets every hash pass");
        }
        return new NotifiedWork(
                work.header(), work.seed(), work.target(), work.height().getAsLong(), Optional.empty());
    }

    private static NotifiedWork header(Json.Members header, Seeds seeds) throws BadValueException {
        Difficulty difficulty = Values.difficulty(header.get("difficulty"), "difficulty");
        long height = Values.count(header.get("number"), "number");
        if (height == 0 || difficulty.equals(Difficulty.ONE)) {
            throw new BadValueException("a notified header of height or difficulty that nothing is mined at");
        }
        return new NotifiedWork(
                SealHeader.hash(header),
                seeds.at(height),
                difficulty.toTarget(),
                height,
                Optional.of(Values.hash(header.get("parentHash"), "parentHash")));
    }

    WorkTemplate toTemplate(String nodeId) {
        return new WorkTemplate(nodeId, header, seed, target, height, parentHash);
    }
}
