package io.steward.runtime.plugin;

import io.steward.runtime.jar.JarSignature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whose code may run. It is decided by the copy that would be loaded, before anything of it runs.
public sealed interface TrustPolicy {

  /// What is known of a jar.
  ///
  /// @param file its file's name
  /// @param id its plugin's id
  /// @param sha256 of it, in hex
  /// @param signature who signed it
  record Candidate(String file, String id, String sha256, JarSignature signature) {}

  /// What is to be said against a jar, in one line; nothing when it is trusted.
  Optional<String> objection(Candidate jar);

  /// Whoever can put a jar into the folder is trusted.
  record Any() implements TrustPolicy {
    @Override
    public Optional<String> objection(Candidate jar) {
      return Optional.empty();
    }
  }

  /// Those jars are trusted that are known byte by byte.
  ///
  /// @param pins SHA-256 in hex, by the plugin's id or the file's name
  record Pinned(Map<String, String> pins) implements TrustPolicy {

    public Pinned {
      pins = Map.copyOf(pins);
    }

    @Override
    public Optional<String> objection(Candidate jar) {
      String pin = pins.getOrDefault(jar.file(), pins.getOrDefault(jar.id(), ""));
      if (pin.equalsIgnoreCase(jar.sha256())) {
        return Optional.empty();
      }
      return Optional.of(
          pin.isEmpty()
              ? "plugins.pins has none for it; if it is to run, add " + pinLine(jar)
              : "it is not the jar that plugins.pins has for it; if it is to run, write "
                  + pinLine(jar));
    }

    private static String pinLine(Candidate jar) {
      return jar.id() + ": " + jar.sha256();
    }
  }

  /// Those jars are trusted that somebody signed whose certificate is known.
  ///
  /// @param signers certificates, each of one who signs, not of who issued it
  record Signed(List<X509Certificate> signers) implements TrustPolicy {

    public Signed {
      signers = List.copyOf(signers);
    }

    @Override
    public Optional<String> objection(Candidate jar) {
      JarSignature signature = jar.signature();
      if (signature.completeSigners().stream().anyMatch(signers::contains)) {
        return Optional.empty();
      }
      if (signature.equals(JarSignature.NONE)) {
        return Optional.of("it is not signed; sign it with jarsigner");
      }
      if (signature.unsigned().isPresent()) {
        return Optional.of(
            "\""
                + signature.unsigned().get()
                + "\" in it is not signed, or by an algorithm that this Java refuses; sign it anew");
      }
      return Optional.of(
          signature.completeSigners().isEmpty()
              ? "nobody has signed all of it: "
                  + names(signature.signers())
                  + " have signed parts; sign it anew"
              : "it is signed by "
                  + names(signature.completeSigners())
                  + ", whose certificate plugins.signers does not list");
    }

    private static String names(List<X509Certificate> certificates) {
      return certificates.stream()
          .map(each -> each.getSubjectX500Principal().getName())
          .collect(Collectors.joining(" and "));
    }
  }
}
