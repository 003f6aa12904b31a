package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.keccak.Keccak;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA on secp256k1 with deterministic nonces (RFC 6979, SHA-256) and low s; sender recovery as SEC 1, 4.1.6.
 *
 * <p>Variable time: for test keys only.
 */
final class Secp256k1 {

    private static final BigInteger P =
            new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger HALF_N = N.shiftRight(1);
    private static final BigInteger SEVEN = BigInteger.valueOf(7);
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final BigInteger EIGHT = BigInteger.valueOf(8);
    private static final Point G = new Point(
            new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
            new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16),
            BigInteger.ONE);

    /** G times every power of two below N. */
    private static final Point[] G_POWERS = powers();

    private Secp256k1() {}

    private static Point[] powers() {
        Point[] powers = new Point[N.bitLength()];
        Point point = G;
        for (int bit = 0; bit < powers.length; bit++) {
            powers[bit] = point.affine();
            point = point.twice();
        }
        return powers;
    }

    private static Point timesG(BigInteger scalar) {
        Point sum = Point.INFINITY;
        for (int bit = 0; bit < scalar.bitLength(); bit++) {
            if (scalar.testBit(bit)) {
                sum = sum.plus(G_POWERS[bit]);
            }
        }
        return sum;
    }

    /** A signature and the parity of its point. */
    record Signature(BigInteger r, BigInteger s, int parity) {}

    /** Jacobian coordinates; z = 0 is the point at infinity. */
    private record Point(BigInteger x, BigInteger y, BigInteger z) {
        static final Point INFINITY = new Point(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

        Point twice() {
            BigInteger yy = y.multiply(y).mod(P);
            BigInteger s = x.multiply(yy).shiftLeft(2).mod(P);
            BigInteger m = x.multiply(x).multiply(THREE).mod(P);
            BigInteger x3 = m.multiply(m).subtract(s.shiftLeft(1)).mod(P);
            BigInteger y3 = m.multiply(s.subtract(x3))
                    .subtract(yy.multiply(yy).multiply(EIGHT))
                    .mod(P);
            return new Point(x3, y3, y.multiply(z).shiftLeft(1).mod(P));
        }

        Point plus(Point other) {
            if (z.signum() == 0) {
                return other;
            }
            if (other.z.signum() == 0) {
                return this;
            }
            BigInteger z1 = z.multiply(z).mod(P);
            BigInteger z2 = other.z.multiply(other.z).mod(P);
            BigInteger u1 = x.multiply(z2).mod(P);
            BigInteger s1 = y.multiply(other.z).multiply(z2).mod(P);
            BigInteger h = other.x.multiply(z1).subtract(u1).mod(P);
            BigInteger r = other.y.multiply(z).multiply(z1).subtract(s1).mod(P);
            if (h.signum() == 0) {
                return r.signum() == 0 ? twice() : INFINITY;
            }
            BigInteger hh = h.multiply(h).mod(P);
            BigInteger hhh = hh.multiply(h).mod(P);
            BigInteger v = u1.multiply(hh).mod(P);
            BigInteger x3 = r.multiply(r).subtract(hhh).subtract(v.shiftLeft(1)).mod(P);
            BigInteger y3 =
                    r.multiply(v.subtract(x3)).subtract(s1.multiply(hhh)).mod(P);
            return new Point(x3, y3, h.multiply(z).multiply(other.z).mod(P));
        }

        Point times(BigInteger scalar) {
            Point sum = INFINITY;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.twice();
                if (scalar.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        Point affine() {
            BigInteger inverse = z.modInverse(P);
            BigInteger square = inverse.multiply(inverse).mod(P);
            return new Point(
                    x.multiply(square).mod(P),
                    y.multiply(square).multiply(inverse).mod(P),
                    BigInteger.ONE);
        }
    }

    /** Returns who signed {@code hash}, or null for values that are no signature or whose s is high. */
    static @Nullable Address recover(byte[] hash, int parity, BigInteger r, BigInteger s) {
        boolean inRange = r.signum() > 0 && r.compareTo(N) < 0 && s.signum() > 0 && s.compareTo(HALF_N) <= 0;
        if (!inRange || parity < 0 || parity > 1) {
            return null;
        }
        BigInteger right = r.modPow(THREE, P).add(SEVEN).mod(P);
        BigInteger root = right.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        if (!root.multiply(root).mod(P).equals(right)) {
            return null;
        }
        BigInteger y = root.testBit(0) == (parity == 1) ? root : P.subtract(root);
        BigInteger inverse = r.modInverse(N);
        BigInteger z = new BigInteger(1, hash);
        Point key = new Point(r, y, BigInteger.ONE)
                .times(s.multiply(inverse).mod(N))
                .plus(timesG(z.negate().multiply(inverse).mod(N)));
        return key.z().signum() == 0 ? null : address(key.affine());
    }

    static Signature sign(byte[] hash, BigInteger key) {
        BigInteger z = new BigInteger(1, hash);
        Nonces nonces = new Nonces(key, z.mod(N));
        while (true) {
            BigInteger k = nonces.next();
            Point point = timesG(k).affine();
            BigInteger r = point.x().mod(N);
            BigInteger s = k.modInverse(N).multiply(z.add(r.multiply(key))).mod(N);
            if (r.signum() != 0 && s.signum() != 0) {
                boolean odd = point.y().testBit(0);
                boolean high = s.compareTo(HALF_N) > 0;
                return new Signature(r, high ? N.subtract(s) : s, odd != high ? 1 : 0);
            }
        }
    }

    static Address addressOf(BigInteger key) {
        return address(timesG(key).affine());
    }

    private static Address address(Point point) {
        byte[] both = new byte[64];
        System.arraycopy(word(point.x()), 0, both, 0, 32);
        System.arraycopy(word(point.y()), 0, both, 32, 32);
        byte[] hash = Keccak.keccak256(both);
        return new Address(HexText.data(Arrays.copyOfRange(hash, 12, 32)));
    }

    static byte[] word(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] word = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, word, 32 - length, length);
        return word;
    }

    /** The candidates for k, in the order of RFC 6979, 3.2. */
    private static final class Nonces {
        private byte[] k = new byte[32];
        private byte[] v = new byte[32];
        private boolean first = true;

        Nonces(BigInteger key, BigInteger z) {
            Arrays.fill(v, (byte) 1);
            for (byte round = 0; round < 2; round++) {
                k = hmac(v, new byte[] {round}, word(key), word(z));
                v = hmac(v);
            }
        }

        BigInteger next() {
            while (true) {
                if (!first) {
                    k = hmac(v, new byte[] {0});
                    v = hmac(v);
                }
                first = false;
                v = hmac(v);
                BigInteger candidate = new BigInteger(1, v);
                if (candidate.signum() > 0 && candidate.compareTo(N) < 0) {
                    return candidate;
                }
            }
        }

        private byte[] hmac(byte[]... parts) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(k, "HmacSHA256"));
                for (byte[] part : parts) {
                    mac.update(part);
                }
                return mac.doFinal();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }
    }
}
