package io.potpool.sqlite;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** How money and difficulties are kept in columns. */
final class Columns {

    static final int WEI_BYTES = 16;

    private Columns() {}

    /**
     * Returns 16 bytes of two's complement, most significant first.
     *
     * @throws IllegalArgumentException if the amount is outside -2^127..2^127-1
     */
    static byte[] wei(BigInteger amount) {
        if (amount.bitLength() > WEI_BYTES * 8 - 1) {
            throw new IllegalArgumentException("an amount of " + amount + " wei does not fit 16 bytes");
        }
        byte[] shortest = amount.toByteArray();
        byte[] out = new byte[WEI_BYTES];
        Arrays.fill(out, 0, WEI_BYTES - shortest.length, (byte) (amount.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, out, WEI_BYTES - shortest.length, shortest.length);
        return out;
    }

    static byte[] wei(Wei amount) {
        return wei(amount.value());
    }

    /** @throws IllegalArgumentException if the column does not hold 16 bytes */
    static BigInteger wei(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null || bytes.length != WEI_BYTES) {
            throw new IllegalArgumentException("an amount that is not 16 bytes");
        }
        return new BigInteger(bytes);
    }

    static void setDifficulty(PreparedStatement statement, int column, Difficulty difficulty) throws SQLException {
        BigInteger value = difficulty.value();
        if (value.bitLength() < Long.SIZE) {
            statement.setLong(column, value.longValue());
        } else {
            statement.setBytes(column, unsigned(value));
        }
    }

    /** @throws IllegalArgumentException if the column does not hold a difficulty */
    static Difficulty difficulty(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof byte[] bytes) {
            return new Difficulty(new BigInteger(1, bytes));
        }
        if (value instanceof Number number) {
            return Difficulty.of(number.longValue());
        }
        throw new IllegalArgumentException("not a difficulty: " + value);
    }

    /** Returns the shortest form without a sign bit. */
    static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
