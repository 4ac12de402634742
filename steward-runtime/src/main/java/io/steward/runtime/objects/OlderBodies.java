package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads bodies from the NATS object store (ADR-20) in which an older steward stored them. Nothing
/// is stored there any more, and its retention removes what is left.
///
/// @param bus the bus
record OlderBodies(Bus bus) {

  private static final Pattern CHUNKS = Pattern.compile("\"nuid\"\\s*:\\s*\"([A-Za-z0-9]{1,64})\"");

  /// Writes a body.
  ///
  /// @return whether there is such a body
  /// @throws ObjectRefusedException if it has another size than declared
  boolean write(BodyReference reference, OutputStream to) throws IOException, InterruptedException {
    String store = bus.addresses().olderBodiesStore();
    String stream = "OBJ_" + store;
    String key =
        Base64.getEncoder().encodeToString(reference.name().getBytes(StandardCharsets.US_ASCII));
    Optional<InboundMessage> info =
        bus.streamExists(stream)
            ? bus.lastMessage(stream, "$O." + store + ".M." + key)
            : Optional.empty();
    Optional<String> chunks =
        info.map(InboundMessage::text)
            .map(CHUNKS::matcher)
            .filter(Matcher::find)
            .map(matcher -> "$O." + store + ".C." + matcher.group(1));
    if (chunks.isEmpty()) {
      return false;
    }
    long written = 0;
    try (Bus.StreamReader reader =
        bus.read(stream, chunks.get(), new Bus.StartPosition.AtSequence(1))) {
      for (var next = reader.next();
          next.isPresent() && written <= reference.size();
          next = reader.next()) {
        byte[] bytes = next.get().body();
        to.write(bytes);
        written += bytes.length;
      }
    }
    if (written == 0) {
      return false; // deleted
    }
    if (written != reference.size()) {
      throw new ObjectRefusedException(
          "the body " + reference.name() + " " + Bucket.BODIES.otherLength());
    }
    return true;
  }
}
