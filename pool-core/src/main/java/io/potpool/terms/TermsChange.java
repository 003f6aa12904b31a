package io.potpool.terms;

import io.potpool.domain.Address;

/** A change that the terms log records. */
public sealed interface TermsChange {

    /** New default terms of the whole pool. */
    record Defaults(Terms terms) implements TermsChange {}

    /** A lease is granted, or its terms change: {@code prefix} is held by {@code login}. */
    record Lease(NoncePrefix prefix, Address login, LeaseTerms terms) implements TermsChange {}

    /** A lease ends: the prefix is under default terms again. */
    record End(NoncePrefix prefix) implements TermsChange {}
}
