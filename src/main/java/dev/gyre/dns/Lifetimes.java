package dev.gyre.dns;

import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Records with what is left of their times to live.
final class Lifetimes {

    private static final int TYPE_AND_CLASS = 4;

    private Lifetimes() {}

    /// @param most seconds
    static List<Record> atMost(long most, List<Record> records) {
        return records.stream().map(record -> atMost(most, record)).toList();
    }

    private static Record atMost(long most, Record record) {
        if (record.getTTL() <= most) {
            return record;
        }
        byte[] wire = record.toWire(Section.ANSWER);
        int at = record.getName().length() + TYPE_AND_CLASS;
        for (int i = 0; i < Integer.BYTES; i++) {
            wire[at + i] = (byte) (most >> (8 * (Integer.BYTES - 1 - i)));
        }
        try {
            return Record.fromWire(wire, Section.ANSWER);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
