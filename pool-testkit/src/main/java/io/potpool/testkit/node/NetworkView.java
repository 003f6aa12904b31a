package io.potpool.testkit.node;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the node says about its peers and its synchronisation. Guarded by the node's lock. */
final class NetworkView {

    private long peers;
    private @Nullable Progress syncing;

    /** A synchronisation under way. */
    record Progress(long current, long highest) {}

    NetworkView(long peers) {
        this.peers = peers;
    }

    long peers() {
        return peers;
    }

    void setPeers(long count) {
        peers = count;
    }

    void setSyncing(@Nullable Progress progress) {
        syncing = progress;
    }

    /** Returns {@code false} or the object of 17 members; at the genesis geth's index is never done. */
    Object syncing(Chain chain) {
        Imported head = chain.head();
        boolean atGenesis = head.equals(chain.genesis());
        if (syncing == null && !atGenesis) {
            return false;
        }
        Progress progress = syncing == null ? new Progress(head.number(), head.number()) : syncing;
        Map<String, String> json = new LinkedHashMap<>();
        json.put("currentBlock", HexText.quantity(progress.current()));
        for (String name : new String[] {
            "healedBytecodeBytes",
            "healedBytecodes",
            "healedTrienodeBytes",
            "healedTrienodes",
            "healingBytecode",
            "healingTrienodes"
        }) {
            json.put(name, "0x0");
        }
        json.put("highestBlock", HexText.quantity(progress.highest()));
        for (String name : new String[] {
            "startingBlock",
            "syncedAccountBytes",
            "syncedAccounts",
            "syncedBytecodeBytes",
            "syncedBytecodes",
            "syncedStorage",
            "syncedStorageBytes",
            "txIndexFinishedBlocks"
        }) {
            json.put(name, "0x0");
        }
        json.put("txIndexRemainingBlocks", syncing == null ? "0x1" : "0x0");
        return json;
    }
}
