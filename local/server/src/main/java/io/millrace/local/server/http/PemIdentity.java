package io.millrace.local.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's certificate chain and private key, read from PEM files. */
public final class PemIdentity {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private final KeyStore keyStore;

  private PemIdentity(KeyStore keyStore) {
    this.keyStore = keyStore;
  }

  /**
   * Reads an identity.
   *
   * @param certificates the chain, the server's own certificate first
   * @param privateKey the key in PKCS #8 form, not encrypted
   * @throws IOException if a file cannot be read or does not hold what it should
   */
  public static PemIdentity read(Path certificates, Path privateKey) throws IOException {
    try (InputStream in = Files.newInputStream(certificates)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new IOException(certificates + " holds no certificate in PEM form");
      }
      KeyStore keyStore = KeyStore.getInstance("PKCS12");
      keyStore.load(null, null);
      keyStore.setKeyEntry("server", key(privateKey), new char[0], chain);
      return new PemIdentity(keyStore);
    } catch (GeneralSecurityException malformed) {
      throw new IOException(
          certificates
              + " and "
              + privateKey
              + " are no certificate with its key: "
              + malformed.getMessage(),
          malformed);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IOException(
          file + " holds no private key in PKCS #8 PEM form (-----BEGIN PRIVATE KEY-----)");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException otherAlgorithm) {
        continue;
      }
    }
    throw new IOException(file + " holds a private key that is none of " + ALGORITHMS);
  }

  KeyStore keyStore() {
    return keyStore;
  }
}
