package io.potpool.spi;

/** Why an instance is not on the register any more: it serves nobody until its process is started again. */
public enum RemovalCause {
    /** The operator has taken it off. */
    FORGOTTEN("it was forgotten: potpool forget has taken it off the register"),
    /** The others go on without it. */
    SILENT("it was silent too long: the other instances go on without it"),
    /** The store does not know it, nor that it was ever removed. */
    STORE_LOST("the store lost its data: it does not know this instance any more"),
    /** It has read a settled change of terms that the store, which had lost it, has settled otherwise since. */
    TERMS_CONTRADICT(
            "its terms contradict the store's, which has lost a change of terms and settled it otherwise since"),
    /** A store that does not keep why. */
    UNTOLD("the store does not count it any more: it was forgotten, was silent too long, or another took its place");

    private final String words;

    RemovalCause(String words) {
        this.words = words;
    }

    /** Returns it in words, to follow the name of the instance. */
    public String inWords() {
        return words;
    }
}
