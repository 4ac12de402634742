package io.steward.runtime.process;

import io.steward.api.Exchange;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Outbox;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.bus.MessageId;
import io.steward.runtime.fleet.Conversation;
import io.steward.runtime.fleet.Letters;
import io.steward.runtime.ledger.Outgoing;
import io.steward.runtime.ledger.Posting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// How a node's handlers and sources send messages: into the ledger, from where they are carried.
final class NodeOutbox implements Outbox {

  private final Bus bus;
  private final Outgoing outgoing;
  private final InstantSource clock;
  private final Letters letters;
  private final Addresses events;

  NodeOutbox(Bus bus, Outgoing outgoing, NodeName node, String prefix, InstantSource clock) {
    this.events = new Addresses(prefix, 1);
    this.bus = bus;
    this.outgoing = outgoing;
    this.clock = clock;
    this.letters = new Letters(node, clock);
  }

  @Override
  public String send(Message message) throws InterruptedException {
    String id = MessageId.next(clock);
    post(message, id);
    return id;
  }

  @Override
  public Exchange ask(Message message) throws InterruptedException {
    String id = MessageId.next(clock);
    Conversation conversation = Conversation.follow(bus, message.to(), id);
    try {
      post(message, id);
      return conversation;
    } catch (RuntimeException | InterruptedException e) {
      conversation.close();
      throw e;
    }
  }

  private void post(Message message, String id) throws InterruptedException {
    // where a command goes depends on the number of shards, which the broker knows
    String stored =
        switch (message.to().type()) {
          case EVENT -> events.stored(message.to());
          case COMMAND -> bus.addresses().stored(message.to());
        };
    Map<String, String> headers = letters.headers(message, id);
    byte[] body = letters.body(message);
    int size = new Letter(stored, new Headers(headers), body).size();
    if (size > bus.largestLetter()) {
      throw new IllegalArgumentException(
          "the message is "
              + size
              + " bytes long; the broker takes at most "
              + bus.largestLetter());
    }
    try {
      outgoing.post(new Posting(stored, headers, body, Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
