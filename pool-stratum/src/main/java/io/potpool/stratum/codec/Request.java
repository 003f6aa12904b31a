package io.potpool.stratum.codec;

import java.util.List;
import java.util.Map;

/**
 * A method call by a miner.
 *
 * @param id the id token exactly as it was written, to be echoed; {@code null} as text where it was absent
 * @param params the positional parameters; a lone string counts as one; empty if there were none or they were an object
 * @param named the members of params that are strings, where it was an object
 * @param worker the member {@code worker}; empty if it was absent or no string
 */
public record Request(String id, String method, List<Param> params, Map<String, String> named, String worker)
        implements Incoming {

    /** Returns the string at {@code index} of params, or an empty one if there is none or it has another type. */
    public String string(int index) {
        return isString(index) ? params.get(index).text() : "";
    }

    /** Returns the string under a name of params, or an empty one. */
    public String member(String name) {
        return named.getOrDefault(name, "");
    }

    /** Returns whether params has a string at {@code index}. */
    public boolean isString(int index) {
        return index < params.size() && params.get(index).kind() == Param.Kind.STRING;
    }

    /** Returns the string, number or boolean at {@code index} of params as text, or an empty one. */
    public String text(int index) {
        return index < params.size() ? params.get(index).text() : "";
    }
}
