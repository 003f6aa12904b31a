package io.potpool.stratum;

import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import org.jspecify.annotations.Nullable;

/**
 * One miner protocol: what its requests mean and how its answers look. Stateless and thread-safe; lines are returned
 * without their line feed.
 */
interface Dialect {

    /** Returns the name that metrics and logs use. */
    String label();

    /** Returns what {@code request} asks for; {@code prefix} is the session's, if it holds one. */
    Command read(Request request, @Nullable NoncePrefix prefix);

    /** Returns the answer "true". */
    String accepted(String id);

    /** Returns the answer to a request for extensions: an empty object. */
    String configured(String id);

    /** Returns the answer "false" with its reason. */
    String refused(String id, Refusal why);

    /** Returns how a session that has not logged in is told so. */
    Refusal notLoggedIn();

    /** Returns how a login that names no account is refused. */
    Refusal badLogin();

    /** Returns how a login that the operator has barred is refused. */
    Refusal barred();

    /** Returns the push of a job. */
    JobLine job(Work work);
}
