package dev.gyre.judge;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that exists for one audit or check (P-256, ECDSA with SHA-256, signed by itself), and a server that shows it.
public record JudgeCertificate(Certificate certificate, SSLContext server) {

    private static final AlgorithmIdentifier ALGORITHM =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration DAY = Duration.ofDays(1);
    private static final char[] NO_PASSWORD = {};

    /// @param name of the server
    /// @throws IOException when this JVM lacks what it takes
    public static JudgeCertificate mint(String name) throws IOException {
        try {
            return certified(name);
        } catch (GeneralSecurityException lacking) {
            throw new IOException("can't make a certificate: " + lacking.getMessage(), lacking);
        }
    }

    private static JudgeCertificate certified(String name)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Certificate certificate = certify(name, keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("judge", keys.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(managers.getKeyManagers(), null, null);
        return new JudgeCertificate(certificate, server);
    }

    private static Certificate certify(String name, KeyPair keys)
            throws IOException, GeneralSecurityException {
        X500Name judge = new X500Name("CN=Judge");
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(
                new ASN1Integer(new BigInteger(64, new SecureRandom()).setBit(1)));
        generator.setSignature(ALGORITHM);
        generator.setIssuer(judge);
        generator.setSubject(judge);
        generator.setStartDate(new Time(Date.from(Instant.now().minus(DAY))));
        generator.setEndDate(new Time(Date.from(Instant.now().plus(DAY))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        generator.setExtensions(
                new Extensions(
                        new Extension(
                                Extension.subjectAlternativeName,
                                false,
                                new DEROctetString(
                                        new GeneralNames(
                                                new GeneralName(GeneralName.dNSName, name))))));
        TBSCertificate unsigned = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(unsigned.getEncoded("DER"));
        ASN1EncodableVector signed = new ASN1EncodableVector();
        signed.add(unsigned);
        signed.add(ALGORITHM);
        signed.add(new DERBitString(signature.sign()));
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(new DERSequence(signed).getEncoded("DER")));
    }
}
