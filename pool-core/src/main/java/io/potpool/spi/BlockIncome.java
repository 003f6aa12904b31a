package io.potpool.spi;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.util.List;

/**
 * What a block has brought, and whose work stood behind it.
 *
 * @param header the seal hash of the block or uncle
 * @param amount reward and fees that reached the pool's etherbase
 * @param finder who sent the solution
 * @param work the effective difficulty of the last shares up to the solution, newest first
 */
public record BlockIncome(Hash256 header, long height, Wei amount, Address finder, List<Work> work) {

    /** One share's effective difficulty. */
    public record Work(Address login, Difficulty difficulty) {}
}
