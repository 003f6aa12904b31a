package io.potpool.stratum;

/**
 * Refusals in the three-digit codes of EthereumStratum/2.0.0. A code that begins with 2 counts as accepted at the miner,
 * and one that begins with 5 sends him to another pool, so only work that is not ready has it. Source: EIP-1571, "Error
 * responses"; where it fixes none, the class of the code is kept.
 */
final class Es2Codes {

    private static final int CREDITED_LATE = 202;
    private static final int UNAUTHORIZED = 300;
    private static final int NOT_SUBSCRIBED = 310;
    private static final int BAD_REQUEST = 400;
    private static final int BANNED = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int DUPLICATE = 409;
    private static final int POOL_FAULT = 500;

    private Es2Codes() {}

    static int of(Refusal why) {
        if (why.equals(Refusal.LATE)) {
            return CREDITED_LATE;
        }
        if (why.equals(Refusal.BLACKLISTED)) {
            return BANNED;
        }
        if (why.equals(Refusal.NONCE_SIZE) || why.equals(Refusal.BAD_NONCE) || why.equals(Refusal.FOREIGN_NONCE)) {
            return NOT_ACCEPTABLE;
        }
        return switch (why.code()) {
            case 0 -> POOL_FAULT;
            case 21 -> NOT_FOUND;
            case 22 -> DUPLICATE;
            case 23 -> NOT_ACCEPTABLE;
            case 24 -> UNAUTHORIZED;
            case 25 -> NOT_SUBSCRIBED;
            default -> BAD_REQUEST;
        };
    }
}
