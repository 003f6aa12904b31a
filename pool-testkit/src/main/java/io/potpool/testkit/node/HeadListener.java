package io.potpool.testkit.node;

/** Hears of blocks in the order in which geth announces them. Called under the node's lock: must not block. */
interface HeadListener {

    void newHead(Header header);

    void newSideHead(Header header);
}
