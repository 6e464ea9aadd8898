package dev.gyre.soak;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// The bytes that belong to an id, and to no other.
final class Content {

    private Content() {}

    static byte[] of(String id, int size) {
        byte[] bytes = new byte[size];
        random(id).nextBytes(bytes);
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, 0, Math.min(size, name.length));
        return bytes;
    }

    /// Chances that depend on an id alone.
    static SplittableRandom random(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(hash);
    }
}
