package io.potpool.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of the spool. */
interface DiskFile extends Closeable {

    /** Returns its size in bytes. */
    long size() throws IOException;

    /** Fills {@code buffer} with what is there from {@code position} on, up to the end of the file. */
    void read(ByteBuffer buffer, long position) throws IOException;

    /** Writes all of {@code buffer} at {@code position}. */
    void write(ByteBuffer buffer, long position) throws IOException;

    /** Returns when what was written survives a loss of power. */
    void force() throws IOException;

    /** Cuts the file. */
    void truncate(long size) throws IOException;
}
