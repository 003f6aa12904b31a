package io.potpool.stratum;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The proxies in front of a port that are believed what they tell of the miner's address: by the PROXY protocol, version 1
 * or 2, or over HTTP by {@code X-Forwarded-For}. Immutable.
 */
public final class TrustedProxies {

    private final List<IpSubnetFilterRule> ranges;
    private final boolean required;

    private TrustedProxies(List<IpSubnetFilterRule> ranges, boolean required) {
        this.ranges = ranges;
        this.required = required;
    }

    /**
     * Makes a list.
     *
     * @param addresses literal addresses or ranges such as {@code 10.0.0.0/8} or {@code fd00::/8}; at least one
     * @param required whether a connection without a PROXY header, or from anywhere else, is closed
     * @throws IllegalArgumentException if a range has another form; the message names it
     */
    public static TrustedProxies of(Collection<String> addresses, boolean required) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no trusted address is given");
        }
        List<IpSubnetFilterRule> ranges = new ArrayList<>();
        for (String text : addresses) {
            ranges.add(range(text));
        }
        return new TrustedProxies(List.copyOf(ranges), required);
    }

    private static IpSubnetFilterRule range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        int most = bytes == null ? 0 : bytes.length * Byte.SIZE;
        String length = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
        if (bytes == null || !length.matches("[0-9]{1,3}") || Integer.parseInt(length) > most) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address or range such as \"10.0.0.7\" or \"10.0.0.0/8\"");
        }
        return new IpSubnetFilterRule(address, Integer.parseInt(length), IpFilterRuleType.ACCEPT);
    }

    boolean includes(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return ranges.stream().anyMatch(range -> range.matches(socket));
    }

    boolean required() {
        return required;
    }
}
