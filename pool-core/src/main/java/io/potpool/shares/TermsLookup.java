package io.potpool.shares;

import io.potpool.terms.NonceTerms;
import java.util.Optional;

/** What a submission is judged and paid under; empty while no terms are known at all. */
@FunctionalInterface
interface TermsLookup {

    /** Returns the terms; the same for the same height and nonce, whoever asks and whenever. */
    Optional<NonceTerms> of(Submission submission);
}
