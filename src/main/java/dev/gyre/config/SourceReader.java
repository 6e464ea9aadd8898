package dev.gyre.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Turns a file into text: UTF-8, with or without a byte order mark, and nothing but text.
final class SourceReader {

    /// The largest file that is read, in bytes.
    static final int MOST_BYTES = 8 << 20;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private SourceReader() {}

    /// What the file holds, at most one byte more than [#MOST_BYTES].
    static byte[] bytes(Path file) throws ConfigException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new ConfigException(Problems.ofFile(name, "this is a directory, not a file"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException missing) {
            throw new ConfigException(Problems.ofFile(name, "there is no such file"));
        } catch (AccessDeniedException denied) {
            throw new ConfigException(
                    Problems.ofFile(name, "this file cannot be read: permission denied"));
        } catch (IOException unreadable) {
            throw new ConfigException(Problems.ofFile(name, "this file cannot be read"));
        }
    }

    static YamlSource text(String name, byte[] content) throws ConfigException {
        if (content.length > MOST_BYTES) {
            throw new ConfigException(
                    Problems.ofFile(
                            name, "this file is larger than " + (MOST_BYTES >> 20) + " MiB"));
        }
        if (isUtf16(content)) {
            throw new ConfigException(
                    Problems.ofFile(name, "this file is UTF-16; save it as UTF-8"));
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length + 1);
        CoderResult end = decoder.decode(in, out, true);
        out.flip();
        boolean marked = out.hasRemaining() && out.get(0) == BYTE_ORDER_MARK;
        YamlSource source = new YamlSource(name, out.toString().substring(marked ? 1 : 0));
        if (end.isError()) {
            throw at(source, source.text().length(), "this file is not UTF-8 from here on");
        }
        String text = source.text();
        for (int i = 0; i < text.length(); i++) {
            if (!isText(text.charAt(i))) {
                String code = String.format("U+%04X", (int) text.charAt(i));
                throw at(source, i, "this is no text file: it holds the character " + code);
            }
        }
        return source;
    }

    private static boolean isUtf16(byte[] content) {
        if (content.length < 2) {
            return false;
        }
        int first = content[0] & 0xff;
        int second = content[1] & 0xff;
        return (first == 0xff && second == 0xfe)
                || (first == 0xfe && second == 0xff)
                || (first == 0 && second != 0)
                || (first != 0 && second == 0);
    }

    private static boolean isText(char c) {
        return c >= ' '
                ? c < 0x7f || c == 0x85 || (c >= 0xa0 && c < 0xfffe)
                : c == '\t' || c == '\n' || c == '\r';
    }

    private static ConfigException at(YamlSource source, int offset, String message) {
        Problems problems = new Problems(source);
        problems.add(source.problemAt(offset, message, false));
        return new ConfigException(problems);
    }
}
