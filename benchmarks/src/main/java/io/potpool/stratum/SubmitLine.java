package io.potpool.stratum;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.codec.Request;
import io.potpool.stratum.codec.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The line of an EthProxy share as a miner sends it, with another nonce each time; for one thread. */
public final class SubmitLine {

    private static final String BEFORE = "{\"id\":40,\"method\":\"eth_submitWork\",\"params\":[\"0x";
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_DIGITS = 16;

    private final Dialect dialect = new EthProxyDialect(WorkFormat.USUAL);
    private final byte[] line;

    /** What the line says. */
    public record Parsed(long headerWord, Nonce nonce, Optional<Hash256> mix) {}

    /** Makes the line of a header's shares, with a mix of no meaning. */
    public SubmitLine(Hash256 header) {
        line = (BEFORE + "0".repeat(NONCE_DIGITS) + "\",\"" + header + "\",\"0x" + "5".repeat(64)
                        + "\"],\"worker\":\"rig1\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes the nonce into the line and reads the line as the server does. */
    public Parsed parse(long nonce) {
        for (int digit = 0; digit < NONCE_DIGITS; digit++) {
            line[BEFORE.length() + digit] = DIGITS[(int) (nonce >>> 60 - 4 * digit) & 15];
        }
        Request request = (Request) RequestDecoder.decode(line, line.length);
        if (dialect.read(request, null) instanceof Command.Submit share) {
            return new Parsed(share.headerWord(), share.nonce(), share.mix());
        }
        throw new IllegalStateException("not a share: " + new String(line, StandardCharsets.US_ASCII));
    }
}
