package dev.gyre.anonymity;

import dev.gyre.http.Fields;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;

/// The fields of one message as rules have them.
///
/// On one thread.
public final class Editing {

    /// By no rule.
    static final Editing NONE = new Editing(FieldEdits.NONE);

    private final FieldEdits edits;
    private final boolean[] written;

    Editing(FieldEdits edits) {
        this.edits = edits;
        this.written = new boolean[edits.size()];
    }

    /// Whether a rule is about a field, so that it must not be passed on as it is.
    public boolean concerns(Fields fields, int field) {
        return this != NONE && edits.of(fields, field) != FieldEdits.UNTOUCHED;
    }

    /// Writes a field that rules are about as they have it, if it stays.
    public void write(Fields fields, int field, ByteBuf out) {
        int index = edits.of(fields, field);
        if (index < 0) {
            return;
        }
        FieldEdit edit = edits.edit(index);
        switch (edit.end()) {
            case FieldEdit.End.Stay _ -> {
                String value = fields.value(field);
                String other = edit.value(value);
                if (other.equals(value)) {
                    fields.write(field, out);
                } else {
                    write(fields.name(field), other, out);
                }
            }
            case FieldEdit.End.Gone _ -> {}
            case FieldEdit.End.One(_, String value, boolean inPlace) -> {
                if (inPlace && !written[index]) {
                    write(fields.name(field), value, out);
                    written[index] = true;
                }
            }
        }
    }

    /// Writes those that are to be there, and were not.
    public void writeMissing(ByteBuf out) {
        for (int i = 0; i < written.length; i++) {
            if (!written[i]
                    && edits.edit(i).end()
                            instanceof FieldEdit.End.One(String name, String value, _)) {
                write(name, value, out);
            }
        }
    }

    private static void write(String name, String value, ByteBuf out) {
        // Values received may hold octets that are no ASCII.
        out.writeCharSequence(name, StandardCharsets.ISO_8859_1);
        out.writeShort(':' << 8 | ' ');
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        out.writeShort('\r' << 8 | '\n');
    }
}
