package io.steward.runtime.objects;

import io.steward.runtime.bus.Addresses;

/// A bucket with pieces. Each is the value of a key, so that it can be stored and read in one round
/// trip and in any order, and storing it again is harmless. The chunks of a NATS object store
/// (ADR-20) share one subject, where a chunk that is sent again appears twice, and its bucket needs
/// rollup, by which whoever may write one object can remove all others.
enum Bucket {
  /// The objects of plugins, which can be replaced.
  OBJECTS("object", "objects", "has been replaced") {
    @Override
    String name(Addresses addresses) {
      return addresses.objectsBucket();
    }

    @Override
    String stream(Addresses addresses) {
      return addresses.objectsStream();
    }

    @Override
    String subject(Addresses addresses, String key) {
      return addresses.objectsSubject(key);
    }

    @Override
    String pieceKey(String name, Object number) {
      return "piece." + name + "." + number;
    }
  },

  /// The bodies that are too large for their messages. Each piece is written once.
  BODIES("body", "bodies", "is not as many bytes long as declared") {
    @Override
    String name(Addresses addresses) {
      return addresses.bodiesBucket();
    }

    @Override
    String stream(Addresses addresses) {
      return addresses.bodiesStream();
    }

    @Override
    String subject(Addresses addresses, String key) {
      return addresses.bodiesSubject(key);
    }

    @Override
    String pieceKey(String name, Object number) {
      return name + "." + number;
    }
  };

  private final String singular;
  private final String plural;
  private final String otherLength;

  Bucket(String singular, String plural, String otherLength) {
    this.singular = singular;
    this.plural = plural;
    this.otherLength = otherLength;
  }

  /// What consists of pieces, for people.
  String singular() {
    return singular;
  }

  /// What the bucket contains, for people.
  String plural() {
    return plural;
  }

  /// What a piece of an unexpected length means, for people.
  String otherLength() {
    return otherLength;
  }

  abstract String name(Addresses addresses);

  abstract String stream(Addresses addresses);

  abstract String subject(Addresses addresses, String key);

  /// @param number of the piece, or a wildcard
  abstract String pieceKey(String name, Object number);
}
