package io.potpool.testkit.node;

/**
 * What a contract account of the simulated node does when it is paid.
 *
 * @param code the code as {@code 0x} and digits, served by {@code eth_getCode}
 * @param gas gas used beyond the intrinsic gas
 * @param outcome how a call ends
 * @param reason the text of a revert with a reason, else empty
 */
public record SimulatedContract(String code, long gas, Outcome outcome, String reason) {

    /** How a call of the contract ends. */
    public enum Outcome {
        /** It runs, given enough gas. */
        SUCCESS,
        /** It reverts; unused gas is returned. */
        REVERT,
        /** It stops at an invalid instruction and takes all gas. */
        INVALID
    }

    /** Returns a contract that accepts payments and uses {@code gas} beyond the intrinsic gas. */
    public static SimulatedContract accepting(long gas) {
        return new SimulatedContract("0x600160005500", gas, Outcome.SUCCESS, "");
    }

    /** Returns a contract that reverts without data. */
    public static SimulatedContract reverting() {
        return new SimulatedContract("0x60006000fd", 6, Outcome.REVERT, "");
    }

    /** Returns a contract that reverts with the error string {@code reason} (ASCII, at most 32 characters). */
    public static SimulatedContract reverting(String reason) {
        return new SimulatedContract("0x60646000fd", 24, Outcome.REVERT, reason);
    }

    /** Returns a contract whose code begins with the invalid instruction. */
    public static SimulatedContract invalid() {
        return new SimulatedContract("0xfe", 0, Outcome.INVALID, "");
    }
}
