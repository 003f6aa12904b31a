package io.potpool.spool;

import java.io.IOException;
import java.nio.file.Path;

/** What the spool asks of the file system. Every method may block for as long as a disk does. */
interface Disk {

    /** Creates a file that must not be there. */
    DiskFile create(Path path) throws IOException;

    /** Opens a file that must be there. */
    DiskFile open(Path path) throws IOException;

    /** Renames a file, replacing none. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path path) throws IOException;

    /** Makes names created, renamed and deleted in a directory durable. */
    void syncDirectory(Path directory) throws IOException;
}
