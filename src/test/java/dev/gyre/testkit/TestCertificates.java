package dev.gyre.testkit;

import dev.gyre.net.Addresses;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// An authority of its own that certifies the TLS servers of a test (P-256, ECDSA with SHA-256).
public final class TestCertificates {

    private static final AlgorithmIdentifier ALGORITHM =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final X500Name ISSUER = new X500Name("CN=Test authority");
    private static final char[] NO_PASSWORD = {};
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair authorityKeys;
    private final X509Certificate authority;

    private TestCertificates() throws GeneralSecurityException, IOException {
        authorityKeys = keys();
        authority =
                certify(
                        ISSUER,
                        authorityKeys.getPublic(),
                        authorityKeys.getPrivate(),
                        Instant.now().minus(DAY.multipliedBy(10)),
                        Instant.now().plus(DAY.multipliedBy(10)),
                        new Extensions(
                                new Extension[] {
                                    new Extension(
                                            Extension.basicConstraints,
                                            true,
                                            new DEROctetString(new BasicConstraints(true))),
                                    new Extension(
                                            Extension.keyUsage,
                                            true,
                                            new DEROctetString(new KeyUsage(KeyUsage.keyCertSign)))
                                }));
    }

    /// A new authority, that nothing but its own [#trust()] knows.
    public static TestCertificates create() {
        try {
            return new TestCertificates();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// The authority's own certificate.
    public X509Certificate authority() {
        return authority;
    }

    /// The authority's certificate as other programs read it (RFC 7468).
    public String pem() {
        try {
            return pem("CERTIFICATE", authority.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// A server that is certified for a DNS name or an address literal.
    public SSLContext server(String nameOrAddress) {
        return server(nameOrAddress, Instant.now().plus(DAY.multipliedBy(9)));
    }

    /// The same, but its certificate expired yesterday.
    public SSLContext serverExpired(String nameOrAddress) {
        return server(nameOrAddress, Instant.now().minus(DAY));
    }

    /// Trust in this authority and no other.
    public TrustManagerFactory trust() {
        try {
            KeyStore store = emptyStore();
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// What the JDK of another process is to be told to trust this authority and no other: options of its virtual machine.
    ///
    /// @param file where the authority is written to
    public List<String> trustedByJdk(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = emptyStore();
            store.setCertificateEntry("authority", authority);
            store.store(out, "changeit".toCharArray());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
        return List.of(
                "-Djavax.net.ssl.trustStore=" + file,
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=changeit");
    }

    /// A client that trusts this authority and no other.
    public SSLContext client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// A server that is certified for a DNS name or an address literal, for programs that read files.
    public Pem serverPem(String nameOrAddress) {
        return serverPem(nameOrAddress, Instant.now().plus(DAY.multipliedBy(9)));
    }

    /// The same, but its certificate expired yesterday.
    public Pem serverPemExpired(String nameOrAddress) {
        return serverPem(nameOrAddress, Instant.now().minus(DAY));
    }

    /// A certificate and its key as other programs read them (RFC 7468).
    ///
    /// @param chain the server's own certificate first, then the authority's
    /// @param pin the SHA-256 of its public key, in Base64
    public record Pem(String chain, String key, String pin) {}

    private Pem serverPem(String nameOrAddress, Instant until) {
        try {
            KeyPair keys = keys();
            X509Certificate leaf = leaf(nameOrAddress, keys, until);
            return new Pem(
                    pem("CERTIFICATE", leaf.getEncoded()) + pem(),
                    pem("PRIVATE KEY", whole(keys).getEncoded()),
                    Base64.getEncoder()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(keys.getPublic().getEncoded())));
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// With the public key in it, which GnuTLS wants and the JDK leaves out.
    private static PrivateKeyInfo whole(KeyPair keys) throws IOException {
        PrivateKeyInfo bare = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
        ECPrivateKey secret = ECPrivateKey.getInstance(bare.parsePrivateKey());
        return new PrivateKeyInfo(
                bare.getPrivateKeyAlgorithm(),
                new ECPrivateKey(
                        256,
                        secret.getKey(),
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
                                .getPublicKeyData(),
                        null));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN "
                + what
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + what
                + "-----\n";
    }

    private X509Certificate leaf(String nameOrAddress, KeyPair keys, Instant until)
            throws GeneralSecurityException, IOException {
        return certify(
                new X500Name("CN=Test server"),
                keys.getPublic(),
                authorityKeys.getPrivate(),
                Instant.now().minus(DAY.multipliedBy(9)),
                until,
                leafExtensions(nameOrAddress));
    }

    private SSLContext server(String nameOrAddress, Instant until) {
        try {
            KeyPair keys = keys();
            X509Certificate leaf = leaf(nameOrAddress, keys, until);
            KeyStore store = emptyStore();
            store.setKeyEntry(
                    "server", keys.getPrivate(), NO_PASSWORD, new Certificate[] {leaf, authority});
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Extensions leafExtensions(String nameOrAddress) throws IOException {
        GeneralName name =
                Addresses.parse(nameOrAddress)
                        .map(address ->
                                new GeneralName(
                                        GeneralName.iPAddress,
                                        new DEROctetString(address.getAddress())))
                        .orElseGet(() -> new GeneralName(GeneralName.dNSName, nameOrAddress));
        return new Extensions(
                new Extension[] {
                    new Extension(
                            Extension.subjectAlternativeName,
                            false,
                            new DEROctetString(new GeneralNames(name))),
                    new Extension(
                            Extension.keyUsage,
                            true,
                            new DEROctetString(new KeyUsage(KeyUsage.digitalSignature))),
                    new Extension(
                            Extension.extendedKeyUsage,
                            false,
                            new DEROctetString(
                                    new ExtendedKeyUsage(
                                            new KeyPurposeId[] {
                                                KeyPurposeId.id_kp_serverAuth,
                                                KeyPurposeId.id_kp_clientAuth
                                            })))
                });
    }

    private static X509Certificate certify(
            X500Name subject,
            PublicKey key,
            PrivateKey signer,
            Instant from,
            Instant until,
            Extensions extensions)
            throws GeneralSecurityException, IOException {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(
                new ASN1Integer(new BigInteger(64, new SecureRandom()).setBit(1)));
        generator.setSignature(ALGORITHM);
        generator.setIssuer(ISSUER);
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(from)));
        generator.setEndDate(new Time(Date.from(until)));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        generator.setExtensions(extensions);
        TBSCertificate unsigned = generator.generateTBSCertificate();

        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer);
        signature.update(unsigned.getEncoded("DER"));
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(unsigned);
        certificate.add(ALGORITHM);
        certificate.add(new DERBitString(signature.sign()));
        byte[] der = new DERSequence(certificate).getEncoded("DER");
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
