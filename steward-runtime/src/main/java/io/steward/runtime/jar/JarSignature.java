package io.steward.runtime.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Who signed a jar. Who may sign one is decided by the trust policy of the plugins.
///
/// Certificates are not validated, neither their issuer nor their expiry: a unit without a link may
/// not know the time, and a unit that lost its plugins overnight could not be repaired remotely.
///
/// @param signers the certificates of all signers of at least one entry
/// @param completeSigners those of them who signed every entry
/// @param unsigned the first unsigned entry, if the jar is signed at all
public record JarSignature(
    List<X509Certificate> signers,
    List<X509Certificate> completeSigners,
    Optional<String> unsigned) {

  /// The signature of an unsigned jar.
  public static final JarSignature NONE = new JarSignature(List.of(), List.of(), Optional.empty());

  private static final String META_INF = "META-INF/";
  private static final String MAIN_ATTRIBUTES = "-Digest-Manifest-Main-Attributes";

  public JarSignature {
    signers = List.copyOf(signers);
    completeSigners = List.copyOf(completeSigners);
  }

  /// The names of those who signed every entry.
  public List<String> signerNames() {
    return completeSigners.stream().map(each -> each.getSubjectX500Principal().getName()).toList();
  }

  /// Reads every entry to its end, since only then does Java verify its signature.
  ///
  /// @param jar {@linkplain UnambiguousArchive checked} before; it must not change meanwhile
  /// @throws InvalidJarException if the jar was changed after it was signed
  /// @throws IOException if it cannot be read
  public static JarSignature of(Path jar) throws InvalidJarException, IOException {
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      List<JarEntry> entries = file.stream().toList();
      if (entries.stream().noneMatch(entry -> isSignatureFile(entry.getName()))) {
        return NONE;
      }
      return of(file, entries);
    } catch (SecurityException e) {
      throw new InvalidJarException("it was changed after it was signed: " + e.getMessage(), e);
    }
  }

  private static JarSignature of(JarFile file, List<JarEntry> entries) throws IOException {
    Set<X509Certificate> all = new LinkedHashSet<>();
    List<String> unsigned = new ArrayList<>();
    Optional<Set<X509Certificate>> completeSigners = Optional.empty();
    for (JarEntry entry : entries) {
      read(file, entry);
      if (isUncovered(entry)) {
        continue;
      }
      Set<X509Certificate> signers = signers(entry);
      if (signers.isEmpty()) {
        unsigned.add(entry.getName());
      }
      all.addAll(signers);
      completeSigners.ifPresent(common -> common.retainAll(signers));
      completeSigners = completeSigners.or(() -> Optional.of(new LinkedHashSet<>(signers)));
    }
    if (!coversManifest(file, entries)) {
      unsigned.addFirst(JarFile.MANIFEST_NAME);
    }
    return new JarSignature(
        List.copyOf(all),
        unsigned.isEmpty() ? List.copyOf(completeSigners.orElse(Set.of())) : List.of(),
        unsigned.stream().findFirst());
  }

  private static void read(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private static Set<X509Certificate> signers(JarEntry entry) {
    Set<X509Certificate> signers = new LinkedHashSet<>();
    CodeSigner[] found = entry.getCodeSigners();
    if (found != null) {
      for (CodeSigner each : found) {
        signers.add((X509Certificate) each.getSignerCertPath().getCertificates().getFirst());
      }
    }
    return signers;
  }

  /// Whether a signature does not cover an entry: folders, which are empty, and the signature's own
  /// files.
  private static boolean isUncovered(JarEntry entry) {
    String name = entry.getName().toUpperCase(Locale.ROOT);
    return entry.isDirectory()
        || name.equals(JarFile.MANIFEST_NAME)
        || (name.startsWith(META_INF)
            && name.indexOf('/', META_INF.length()) < 0
            && (name.startsWith(META_INF + "SIG-") || name.matches(".*\\.(SF|RSA|DSA|EC)")));
  }

  private static boolean isSignatureFile(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(META_INF)
        && upper.indexOf('/', META_INF.length()) < 0
        && upper.endsWith(".SF");
  }

  /// Whether the signatures cover the manifest's main attributes. After `jarsigner -sectionsonly`
  /// they do not, so the plugin's id and version could be changed.
  private static boolean coversManifest(JarFile file, List<JarEntry> entries) throws IOException {
    for (JarEntry entry : entries) {
      if (isSignatureFile(entry.getName())) {
        try (InputStream in = file.getInputStream(entry)) {
          boolean covers =
              new Manifest(in)
                  .getMainAttributes().keySet().stream()
                      .anyMatch(key -> key.toString().endsWith(MAIN_ATTRIBUTES));
          if (!covers) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
