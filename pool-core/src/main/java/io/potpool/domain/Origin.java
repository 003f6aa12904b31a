package io.potpool.domain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Where connections come from, as far as they are told apart: an IPv4 address, or the /64 of an IPv6 address, within which
 * a subscriber chooses freely.
 *
 * @param v6 whether it is a /64
 * @param bits the address, in the lower 32 bits, or the upper 64 bits of one
 */
public record Origin(boolean v6, long bits) {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final String MASK = "/64";

    /** Returns the origin of an address; an IPv4 address written as IPv6 is the IPv4 one. */
    public static Origin of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? new Origin(
                        false, Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()))
                : new Origin(true, ByteBuffer.wrap(bytes).getLong());
    }

    /**
     * Parses an address, or a /64 as {@link #toString} writes it; names are not looked up.
     *
     * @throws IllegalArgumentException if {@code text} is neither
     */
    public static Origin parse(String text) {
        String address = text.strip();
        if (address.endsWith(MASK) && address.indexOf(':') >= 0) {
            address = address.substring(0, address.length() - MASK.length());
        }
        if (V4.matcher(address).matches() || V6.matcher(address).matches()) {
            try {
                return of(InetAddress.getByName(address));
            } catch (UnknownHostException notOne) {
                throw new IllegalArgumentException("not an IP address: " + text, notOne);
            }
        }
        throw new IllegalArgumentException("not an IP address: " + text);
    }

    /** Returns {@code 192.0.2.1} or {@code 2001:db8:0:1::/64}. */
    @Override
    public String toString() {
        if (!v6) {
            return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
        }
        return String.format(
                "%x:%x:%x:%x::/64", bits >>> 48, bits >>> 32 & 0xffff, bits >>> 16 & 0xffff, bits & 0xffff);
    }
}
