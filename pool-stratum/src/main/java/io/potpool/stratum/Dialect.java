package io.potpool.stratum;

import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import org.jspecify.annotations.Nullable;

/**
 * One miner protocol: what its requests mean and how its answers look. Stateless and thread-safe; lines are returned
 * without their line feed, and an empty one says nothing.
 */
interface Dialect {

    /** Returns the name that metrics and logs use. */
    String label();

    /** Returns what {@code request} asks for; {@code prefix} is the session's, if it holds one. */
    Command read(Request request, @Nullable NoncePrefix prefix);

    /** Returns the answer "true". */
    String accepted(String id);

    /** Returns the answer to a share that is credited; {@code remark} tells a late one. */
    default String credited(String id, Refusal remark) {
        return accepted(id);
    }

    /** Returns the answer to a login; {@code token} is the worker's, where workers have one. */
    default String authorized(String id, String token) {
        return accepted(id);
    }

    /** Returns whether shares name their worker by the token he was given at his login. */
    default boolean namesWorkersByToken() {
        return false;
    }

    /** Returns whether what is asked after a share is answered after it. */
    default boolean answersInOrder() {
        return false;
    }

    /** Returns whether sessions are sent jobs, rather than asking for them. */
    default boolean pushes() {
        return true;
    }

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
