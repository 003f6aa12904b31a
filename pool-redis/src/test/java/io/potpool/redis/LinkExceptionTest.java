package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

class LinkExceptionTest {

    @Test
    void timeOutIsSaidOnceAndWithoutAClass() {
        assertThat(LinkException.inWords(new JedisConnectionException(new SocketTimeoutException("Read timed out"))))
                .isEqualTo("Read timed out");
    }

    @Test
    void unknownHostIsSaidToBeOne() {
        assertThat(LinkException.inWords(new JedisConnectionException(
                        "Failed to create socket.", new UnknownHostException("pool.example"))))
                .isEqualTo("Failed to create socket: unknown host pool.example");
    }

    @Test
    void answerOfTheServerStaysAsItIs() {
        assertThat(LinkException.inWords(new JedisException("WRONGPASS invalid username-password pair")))
                .isEqualTo("WRONGPASS invalid username-password pair");
    }

    @Test
    void failureWithoutAMessageIsNamedByItsKind() {
        assertThat(LinkException.inWords(new JedisException("closed", new SocketTimeoutException())))
                .isEqualTo("closed: SocketTimeoutException");
    }

    @Test
    void serverThatIsTooOldForTheProtocolIsSaidToBe() {
        assertThat(LinkException.inWords(new JedisException(
                        "Server does not support HELLO", new JedisException("ERR unknown command `HELLO`"))))
                .contains("6.2");
    }
}
