package io.potpool.redis;

/**
 * Who the pool is to the server; never printed.
 *
 * @param user a user of the server's access list; {@code default} where the server only has a password
 */
public record RedisLogin(String user, String password) {

    /** The user of servers without an access list. */
    public static final String DEFAULT_USER = "default";

    /** Returns the user alone. */
    @Override
    public String toString() {
        return user + " (password not shown)";
    }
}
