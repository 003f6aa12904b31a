package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One reference vector; {@code header} and {@code nonce} are there if it is one of hashing. */
record Vector(
        String name,
        EthashEpoch epoch,
        JsonNode entry,
        @Nullable Hash256 header,
        @Nullable Nonce nonce) {

    static Vector of(String file, JsonNode entry) {
        String id = entry.has("id")
                ? entry.get("id").asString()
                : entry.get("dag_epoch").asString();
        return of(file + " " + id, entry, entry);
    }

    /** What a wrong rule makes of the header and nonce of an entry. */
    static Vector ofMistake(JsonNode entry, JsonNode wrong) {
        return of(wrong.get("mistake").asString(), entry, wrong);
    }

    private static Vector of(String name, JsonNode work, JsonNode expected) {
        int number = expected.get(expected.has("epoch") ? "epoch" : "dag_epoch").asInt();
        int rounds = expected.path("seed_iterations").asInt(number);
        Hash256 header = work.has("nonce") ? EthashVectorFile.hash(work, "header_hash") : null;
        Nonce nonce = work.has("nonce") ? EthashVectorFile.nonce(work) : null;
        return new Vector(name, new EthashEpoch(number, rounds), expected, header, nonce);
    }

    boolean needsCache() {
        return nonce != null || entry.has("cache_keccak256");
    }

    boolean isNegative() {
        return entry.path("kind").asString("").equals("negative");
    }
}
