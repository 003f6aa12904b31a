package io.potpool.launcher.migrate;

import io.potpool.redis.RedisAddress;
import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisLogin;
import io.potpool.redis.RedisServers;
import io.potpool.redis.RedisTls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Where an import reads from. */
public sealed interface ImportSource {

    /** The Redis of a pool of the family. */
    record OldRedis(RedisConnection connection) implements ImportSource {}

    /** The embedded store of this pool, in its data directory. */
    record Embedded(Path directory) implements ImportSource {}

    /**
     * Reads {@code redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]}, the same with {@code rediss} for TLS, {@code
     * unix:/PATH[?DATABASE]}, or {@code sqlite:PATH} of a data directory or its potpool.db.
     *
     * @param password a password that the text does not have
     * @throws IllegalArgumentException if the text has another form; the message does not repeat it
     */
    static ImportSource parse(String text, Optional<String> password) {
        if (text.startsWith("sqlite:")) {
            Path path = Path.of(text.substring("sqlite:".length()));
            boolean file = String.valueOf(path.getFileName()).equals("potpool.db");
            Path parent = path.toAbsolutePath().getParent();
            return new Embedded(file && parent != null ? parent : path);
        }
        if (text.startsWith("unix:")) {
            return unix(text.substring("unix:".length()), password);
        }
        try {
            return redis(new URI(text), password);
        } catch (URISyntaxException | NumberFormatException other) {
            throw form();
        }
    }

    private static ImportSource unix(String rest, Optional<String> password) {
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        String database = question < 0 ? "0" : rest.substring(question + 1);
        if (!path.startsWith("/") || !database.matches("[0-9]{1,4}")) {
            throw form();
        }
        return new OldRedis(with(
                RedisConnection.of(new RedisServers.UnixSocket(Path.of(path))),
                Optional.empty(),
                password,
                Integer.parseInt(database)));
    }

    private static ImportSource redis(URI uri, Optional<String> password) {
        boolean tls = "rediss".equals(uri.getScheme());
        String host = uri.getHost();
        String path = uri.getPath() == null ? "" : uri.getPath().replace("/", "");
        if ((!tls && !"redis".equals(uri.getScheme())) || host == null || !path.matches("[0-9]{0,4}")) {
            throw form();
        }
        RedisAddress address = new RedisAddress(host, uri.getPort() < 0 ? 6_379 : uri.getPort());
        RedisConnection plain = RedisConnection.of(new RedisServers.Standalone(address));
        return new OldRedis(with(
                tls ? plain.withTls(RedisTls.DEFAULT) : plain,
                Optional.ofNullable(uri.getUserInfo()),
                password,
                path.isEmpty() ? 0 : Integer.parseInt(path)));
    }

    private static RedisConnection with(
            RedisConnection connection, Optional<String> userInfo, Optional<String> password, int database) {
        String info = userInfo.orElse("");
        int colon = info.indexOf(':');
        String user = colon < 0 ? info : info.substring(0, colon);
        String secret = colon < 0 ? password.orElse("") : info.substring(colon + 1);
        RedisConnection there = connection.withDatabase(database);
        return user.isEmpty() && secret.isEmpty()
                ? there
                : there.withLogin(new RedisLogin(user.isEmpty() ? RedisLogin.DEFAULT_USER : user, secret));
    }

    private static IllegalArgumentException form() {
        return new IllegalArgumentException("not redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], rediss:// for TLS,"
                + " unix:/PATH[?DATABASE] or sqlite:DIRECTORY");
    }
}
