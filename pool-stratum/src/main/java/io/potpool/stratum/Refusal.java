package io.potpool.stratum;

import io.potpool.shares.ShareOutcome;

/**
 * Why a request is not granted, in the codes of the stratum family.
 *
 * @param message plain ASCII without quotes or backslashes
 */
record Refusal(int code, String message) {

    static final Refusal WORK_NOT_READY = new Refusal(0, "Work not ready");
    static final Refusal INVALID_LOGIN = new Refusal(-1, "Invalid login");
    static final Refusal BLACKLISTED = new Refusal(-1, "You are blacklisted");
    static final Refusal INVALID_PARAMS = new Refusal(-1, "Invalid params");
    static final Refusal MALFORMED_WORK = new Refusal(-1, "Malformed PoW result");
    static final Refusal METHOD_NOT_FOUND = new Refusal(-3, "Method not found");
    static final Refusal INVALID_REQUEST = new Refusal(-32600, "Invalid request");
    static final Refusal BAD_PARAMS = new Refusal(20, "Invalid params");
    static final Refusal NONCE_SIZE = new Refusal(20, "Invalid nonce size");
    static final Refusal BAD_NONCE = new Refusal(20, "Invalid nonce");
    static final Refusal PROTOCOL_MISMATCH = new Refusal(20, "Protocol mismatch");
    static final Refusal UNSUPPORTED_VERSION = new Refusal(20, "Unsupported version");
    static final Refusal UNSUPPORTED_PROTOCOL = new Refusal(20, "Protocol not served on this port");
    static final Refusal BAD_PROTOCOL = new Refusal(20, "Bad protocol request");
    static final Refusal TOO_MANY_WORKERS = new Refusal(20, "Too many workers in this session");
    static final Refusal TOO_MANY_IN_FLIGHT = new Refusal(20, "Too many in flight");
    static final Refusal UNKNOWN_JOB = of(new ShareOutcome.UnknownJob());
    static final Refusal LATE = new Refusal(0, "Accepted, but late");
    static final Refusal FOREIGN_NONCE = of(new ShareOutcome.ForeignNonce());
    static final Refusal OVERLOADED = of(new ShareOutcome.Overloaded());
    static final Refusal NOT_RECORDED = of(new ShareOutcome.NotRecorded());
    static final Refusal UNAUTHORIZED = new Refusal(24, "Unauthorized worker");
    static final Refusal NOT_SUBSCRIBED = new Refusal(25, "Not subscribed");
    static final Refusal NOT_LOGGED_IN = new Refusal(25, "Not logged in");

    /** Returns the reason of an outcome; of a credited one, the remark that goes with it. */
    static Refusal of(ShareOutcome outcome) {
        if (outcome instanceof ShareOutcome.Accepted accepted && accepted.lag() > 0) {
            return LATE;
        }
        return new Refusal(outcome.code(), outcome.message());
    }
}
