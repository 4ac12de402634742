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

/// Who signed a jar.
///
/// Certificates are not judged: neither who issued one nor when it ends. A unit without a link does
/// not know what time it is, and one whose plugins are gone overnight is not mended from afar.
///
/// @param signers the certificates of all who signed something in it
/// @param completeSigners those of them who signed every entry
/// @param unsigned the first entry that nobody has signed, of a jar that is signed at all
public record JarSignature(
    List<X509Certificate> signers,
    List<X509Certificate> completeSigners,
    Optional<String> unsigned) {

  /// That nobody signed it.
  public static final JarSignature NONE = new JarSignature(List.of(), List.of(), Optional.empty());

  private static final String META_INF = "META-INF/";
  private static final String MAIN_ATTRIBUTES = "-Digest-Manifest-Main-Attributes";

  public JarSignature {
    signers = List.copyOf(signers);
    completeSigners = List.copyOf(completeSigners);
  }

  /// What those are called who signed every entry.
  public List<String> signerNames() {
    return completeSigners.stream().map(each -> each.getSubjectX500Principal().getName()).toList();
  }

  /// Finds out, by reading every entry to its end: only then does Java know whether it is what was
  /// signed.
  ///
  /// @param jar a {@linkplain Archive sound} one, which does not change meanwhile
  /// @throws InvalidJarException when it was changed after it was signed
  /// @throws IOException when it cannot be read
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
    Optional<Set<X509Certificate>> ofAll = Optional.empty();
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
      ofAll.ifPresent(some -> some.retainAll(signers));
      ofAll = ofAll.or(() -> Optional.of(new LinkedHashSet<>(signers)));
    }
    if (!coversManifest(file, entries)) {
      unsigned.addFirst(JarFile.MANIFEST_NAME);
    }
    return new JarSignature(
        List.copyOf(all),
        unsigned.isEmpty() ? List.copyOf(ofAll.orElse(Set.of())) : List.of(),
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

  /// What a signature does not cover: folders, which are empty, and what it is made of.
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

  /// With `jarsigner -sectionsonly` the plugin's id and version could be changed afterwards.
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
