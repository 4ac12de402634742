package io.steward.runtime.objects;

import io.steward.api.StoredObject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads and writes the manifests of complete objects, `whole.<name>`, in the same bucket as their
/// pieces and without retries.
///
/// @param pieces the pieces of the bucket
record Manifests(Pieces pieces) {

  private static String key(String name) {
    return "whole." + name;
  }

  void put(ObjectManifest manifest) throws IOException, InterruptedException {
    pieces.store(key(manifest.object().name()), Headers.NONE, manifest.encode());
  }

  Optional<ObjectManifest> find(String name) throws IOException, InterruptedException {
    return pieces.last(key(name)).flatMap(message -> ObjectManifest.parse(name, message));
  }

  List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    List<StoredObject> objects = new ArrayList<>();
    int before = pieces.subject(key("")).length();
    try (Bus.StreamReader reader =
        pieces
            .bus()
            .read(
                pieces.stream(),
                pieces.subject(key(">")),
                new Bus.StartPosition.LastPerSubject(false))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        String name = next.get().subject().substring(before);
        if (name.startsWith(prefix)) {
          ObjectManifest.parse(name, next.get())
              .map(ObjectManifest::object)
              .ifPresent(objects::add);
        }
      }
    }
    objects.sort(Comparator.comparing(StoredObject::name));
    return objects;
  }

  /// Deletes the manifest of an object, so that it is not found any more.
  void delete(String name) throws IOException, InterruptedException {
    pieces.bus().purge(pieces.stream(), pieces.subject(key(name)));
  }
}
