package io.steward.runtime.plugin;

import io.steward.runtime.jar.JarSignature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides whose code may run, judging the copy that would be loaded before any of its code runs:
/// any jar, pinned ones, or those of known signers.
public sealed interface TrustPolicy {

  /// The facts about a jar by which it is judged.
  ///
  /// @param file its file name
  /// @param id its plugin's id
  /// @param sha256 its SHA-256, in hex
  /// @param signature who signed it
  record Candidate(String file, String id, String sha256, JarSignature signature) {}

  /// Why a jar is not trusted, in one line; empty if it is trusted.
  Optional<String> objection(Candidate jar);

  /// Trusts every jar in the folder, and so everyone who can write to it.
  record Any() implements TrustPolicy {
    @Override
    public Optional<String> objection(Candidate jar) {
      return Optional.empty();
    }
  }

  /// Trusts jars that match a pin, byte for byte.
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
              ? "plugins.pins has no pin for it; to trust it, add " + pinLine(jar)
              : "it does not match its pin in plugins.pins; to trust it, set " + pinLine(jar));
    }

    private static String pinLine(Candidate jar) {
      return jar.id() + ": " + jar.sha256();
    }
  }

  /// Trusts jars that a listed signer has signed completely.
  ///
  /// @param signers the certificates of the signers themselves, not of their issuers
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
            "its entry \""
                + signature.unsigned().get()
                + "\" is not signed, or with an algorithm that this Java rejects; sign it again");
      }
      return Optional.of(
          signature.completeSigners().isEmpty()
              ? "no signer has signed all of it: "
                  + names(signature.signers())
                  + " signed parts; sign it again"
              : "it is signed by "
                  + names(signature.completeSigners())
                  + ", whose certificate is not listed in plugins.signers");
    }

    private static String names(List<X509Certificate> certificates) {
      return certificates.stream()
          .map(each -> each.getSubjectX500Principal().getName())
          .collect(Collectors.joining(" and "));
    }
  }
}
