package io.potpool.spi;

/** Takes what a node client sees. Thread-safe; may take up to about a second when a new height has to be recorded. */
public interface NodeListener {

    /**
     * Takes one look at one node.
     *
     * @return what the pool thinks of it and wants to know next
     */
    NodeAdvice observed(NodeObservation observation);

    /** Takes the answer to {@link NodeAdvice#lookAt()}: what a node shows as its canonical block of a height. */
    void sighted(BlockSighting sighting);
}
