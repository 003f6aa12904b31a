package io.potpool.jobs;

import io.potpool.chain.ChainSpec;
import io.potpool.ethash.SeedHash;
import io.potpool.spi.NodeObservation;
import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** What is wrong with a template, judged by itself and by its node's latest block. Pure. */
final class TemplateCheck {

    private static final int AHEAD_OF_HEAD = 3;
    /** Some blocks below the end of the last Ethash epoch, 32767. */
    private static final long HIGHEST = 32_766L * 30_000 - 10_000;

    private final ChainSpec chain;

    TemplateCheck(ChainSpec chain) {
        this.chain = chain;
    }

    /** Returns the complaint, or empty if the template may be mined. */
    Optional<String> complaint(WorkTemplate work, NodeObservation seen) {
        if (work.height() > HIGHEST) {
            return Optional.of("work of height " + work.height() + ", beyond the last epoch");
        }
        if (!work.seed().equals(SeedHash.ofRounds(chain.epochAt(work.height()).seedRounds()))) {
            return Optional.of("seed hash " + work.seed() + " does not belong to height " + work.height() + " of "
                    + chain.name() + ": check the network in the config");
        }
        return seen.head().flatMap(head -> againstHead(work, head, seen));
    }

    private Optional<String> againstHead(WorkTemplate work, BlockHead head, NodeObservation seen) {
        if (work.height() > head.height() + AHEAD_OF_HEAD) {
            return Optional.of("work of height " + work.height() + " on a head of height " + head.height());
        }
        Optional<Duration> limit = chain.maxHeadAge();
        Duration age = Duration.between(head.timestamp(), seen.at());
        if (limit.isPresent() && age.compareTo(limit.get()) > 0) {
            return Optional.of("head " + head.height() + " is " + age.toMinutes() + " minutes old: not in sync");
        }
        BigInteger network = work.networkDifficulty().value();
        BigInteger latest = head.difficulty().value();
        if (network.shiftLeft(1).compareTo(latest) < 0 || network.compareTo(latest.shiftLeft(1)) > 0) {
            return Optional.of("network difficulty " + network + " is not within half and double that of the latest"
                    + " block, " + latest);
        }
        return Optional.empty();
    }
}
