package dev.gyre.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file with a private key in PEM form: PKCS #8, or what OpenSSL wrote before that (PKCS #1 for RSA, SEC 1 for elliptic curves). Nothing of
/// what it holds is ever told.
final class PrivateKeyFile {

    private static final int MOST_BYTES = 1 << 16;

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----(.*?)-----END \\1-----",
                    Pattern.DOTALL);
    private static final String ENCRYPTED =
            "is a file with an encrypted key, and nobody is there to say its password; `openssl"
                    + " pkey` writes it without";
    private static final String NO_KEY = "is a file that holds no private key in PEM form";

    /// The algorithm of the key, as PKCS #8 has it: rsaEncryption without parameters, and id-ecPublicKey.
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION = {2, 1, 0};

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeyFile() {}

    /// Blocks.
    static PrivateKey read(Path file) throws BadValue {
        Matcher block = BLOCK.matcher(text(file));
        if (!block.find()) {
            throw new BadValue(NO_KEY);
        }
        String kind = block.group(1);
        String body = block.group(2);
        if (kind.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new BadValue(ENCRYPTED);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            return key(
                    switch (kind) {
                        case "PRIVATE KEY" -> der;
                        case "RSA PRIVATE KEY" -> wrapped(RSA, der);
                        case "EC PRIVATE KEY" -> wrapped(tagged(SEQUENCE, EC, curve(der)), der);
                        default ->
                                throw new BadValue(
                                        "is a file with a key of a kind that is not known");
                    });
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new BadValue(NO_KEY);
        }
    }

    private static String text(Path file) throws BadValue {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new BadValue("is a file of more than 64 KiB");
            }
            return new String(content, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new BadValue("is a file that can't be read");
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws BadValue {
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException _) {
                // Of another kind, then.
            } catch (GeneralSecurityException unknown) {
                break;
            }
        }
        throw new BadValue("is a file with a key that is broken, or of a kind that is not known");
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, VERSION, algorithm, tagged(OCTETS, key));
    }

    /// Which curve an elliptic key of SEC 1 is on: version, key, and then that.
    private static byte[] curve(byte[] sec1) {
        int[] whole = element(sec1, 0);
        int[] version = element(sec1, whole[0]);
        int[] secret = element(sec1, version[1]);
        int[] parameters = element(sec1, secret[1]);
        if ((sec1[secret[1]] & 0xff) != PARAMETERS) {
            throw new IllegalArgumentException("no curve");
        }
        return Arrays.copyOfRange(sec1, parameters[0], parameters[1]);
    }

    /// Where the content of the element at a place begins and ends.
    private static int[] element(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        int from = at + 2;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count > 2) {
                throw new IllegalArgumentException("too long");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (der[from++] & 0xff);
            }
        }
        return new int[] {from, from + length};
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (length < 0x80) {
            all.write(length);
        } else {
            all.write(0x82);
            all.write(length >> 8);
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    /// Whether it is the key of what has this public key.
    static boolean fits(PrivateKey key, PublicKey other) {
        try {
            if (key instanceof RSAKey one && other instanceof RSAKey its) {
                return one.getModulus().equals(its.getModulus());
            }
            Signature signature =
                    Signature.getInstance(
                            key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA");
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            return signature.verify(signed);
        } catch (GeneralSecurityException unlike) {
            return false;
        }
    }
}
