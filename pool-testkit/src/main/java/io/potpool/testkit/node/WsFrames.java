package io.potpool.testkit.node;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** WebSocket frames (RFC 6455, 5.2) from the server's side. */
final class WsFrames {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MAX_MESSAGE = 5 * 1024 * 1024;
    private static final int FIN = 0x80;
    private static final int MASK = 0x80;

    private final DataInputStream in;
    private final OutputStream out;

    WsFrames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** A whole message or a control frame. */
    static final class Message {
        private final int opcode;
        private final byte[] payload;

        private Message(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }

        int opcode() {
            return opcode;
        }

        byte[] payload() {
            return payload;
        }
    }

    /** Reads the next message; control frames inside a fragmented one are refused. */
    Message read() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int opcode = 0;
        while (true) {
            int first = in.readUnsignedByte();
            int code = first & 0x0f;
            opcode = code == 0 ? opcode : code;
            whole.writeBytes(payload(MAX_MESSAGE - whole.size()));
            if ((first & FIN) != 0) {
                return new Message(opcode, whole.toByteArray());
            }
            if (opcode >= CLOSE) {
                throw new IOException("a control frame in fragments");
            }
        }
    }

    private byte[] payload(int most) throws IOException {
        int second = in.readUnsignedByte();
        if ((second & MASK) == 0) {
            throw new IOException("a client's frame without a mask");
        }
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length < 0 || length > most) {
            throw new IOException("a message of more than " + MAX_MESSAGE + " bytes");
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        if (mask.length < 4 || payload.length < length) {
            throw new IOException("the stream ended in a frame");
        }
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }

    void write(int opcode, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(10);
        head.put((byte) (FIN | opcode));
        if (payload.length < 126) {
            head.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            head.put((byte) 126).putShort((short) payload.length);
        } else {
            head.put((byte) 127).putLong(payload.length);
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
        frame.write(head.array(), 0, head.position());
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
    }
}
