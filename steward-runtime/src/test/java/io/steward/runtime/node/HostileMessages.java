package io.steward.runtime.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/// Messages that nobody honest sends, drawn at random: everything that a client with the broker's
/// credentials can put into subject, reply subject, headers and body.
///
/// @param random draws them
/// @param client sends them
record HostileMessages(Random random, RawClient client) {

  private static final String STATE = "$KV.steward-units.ship";
  private static final List<String> SUBJECTS =
      List.of(
          "ship.command.ask.test",
          "central.command.ask.test",
          "steward.command.00.ship.ask.test",
          "steward.command.00.central.ask.test",
          "steward.command.07.ship.ask.test",
          "ship.command.cancel.steward",
          "steward.command.00.ship.cancel.steward",
          "steward.command.00.ship.TOKEN.test",
          "steward.command.00.TOKEN.ask.test",
          "steward.event.central.ask.test",
          "steward.event.TOKEN.ask.test",
          "steward.reply.00.ship.ask.test.TOKEN",
          "ship.reply.ask.test.TOKEN",
          STATE,
          "$KV.steward-units.TOKEN",
          "$KV.steward-links.ship",
          "$KV.steward-jobs.TOKEN",
          "$KV.steward-jobs.spec.TOKEN",
          "$KV.steward-jobs.status.TOKEN",
          "$KV.steward-jobs.control.TOKEN",
          "steward.job.TOKEN",
          "_INBOX.ship.TOKEN",
          "_INBOX.operator.TOKEN");
  private static final List<String> TOKENS =
      List.of(
          "a~b", "-", "\u00e4", "\u001b[2J", "\u202e", "x".repeat(900), "a", "spec", "'", "$(id)");
  private static final List<String> REPLIES =
      List.of(
          "",
          "",
          " $JS.API.STREAM.PURGE.STEWARD_COMMANDS_00",
          " $JS.ACK.x",
          " $JS.ACK.STEWARD_COMMANDS_00.c.1.9.9.9.9",
          " ship.command.ask.test",
          " _INBOX.nobody.1",
          " $SRV.PING");
  private static final List<String> NAMES =
      List.of(
          "Steward-Id",
          "Steward-From",
          "Steward-Sent",
          "Steward-Expires",
          "Steward-Timeout",
          "Steward-Job",
          "Steward-Version",
          "Steward-State",
          "Steward-Stream",
          "Steward-Offset",
          "Steward-Body",
          "Steward-Sha256",
          "Steward-Schedule",
          "Nats-Msg-Id",
          "Nats-Sequence",
          "Nats-Last-Sequence",
          "Nats-Stream",
          "Nats-Subject",
          "Nats-Time-Stamp",
          "Nats-Rollup",
          "Nats-Expected-Last-Sequence",
          "Nats-Expected-Last-Subject-Sequence",
          "Nats-Marker-Reason",
          "KV-Operation",
          "Content-Type",
          "Content-Encoding",
          "traceparent",
          "X-\u00e4");
  private static final List<String> VALUES =
      List.of(
          "",
          "x",
          "0",
          "1",
          "-1",
          "9000000000000000000",
          "99999999999999999999",
          "2099-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "PT1S",
          "-PT1S",
          "PT2562047788015215H",
          "operator",
          "ship",
          "central",
          "accepted",
          "running",
          "succeeded",
          "rejected",
          "stdout",
          "STEWARD_COMMANDS_00",
          "steward.command.00.ship.ask.test",
          "sub",
          "all",
          "DEL",
          "PURGE",
          "a/b:c@d e",
          "\u00e4\u009b",
          "zstd",
          "v1; size=9999999999; sha256=00",
          "i".repeat(30_000));
  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "null",
          "{\"text\":\"hostile\"}",
          "{\"text\":\"hostile\",\"on\":\"ship.command.ask.test\"}",
          "{\"from\":\"operator\",\"subject\":\"ship.command.ask.test\",\"id\":\"a\"}",
          "{\"ids\":[\"a\",\"../../b\"]}",
          "{\"node\":\"ship\",\"heartbeat\":\"PT0.000000001S\",\"run\":\"x\",\"counter\":9999999999}",
          "{\"state\":\"running\",\"job\":\"x\",\"units\":[\"ship\"],\"command\":\"ask.test\"}",
          "{\"a\":1,\"a\":2}",
          "\u00ff\u00fe\u0000",
          "{\"text\":1e999999999}",
          "[".repeat(5_000),
          "{\"a\":".repeat(98) + "1" + "}".repeat(98),
          "{\"" + "k".repeat(100_000) + "\":1}");

  /// Sends one.
  void sendNext() throws IOException {
    String subject = any(SUBJECTS).replace("TOKEN", any(TOKENS));
    String address = subject + replyTo(subject);
    byte[] body = mutated(any(BODIES).getBytes(ISO_8859_1));
    if (random.nextInt(10) == 0) {
      client.publish(address, body);
    } else {
      client.publish(address, mutated(headers(subject).getBytes(UTF_8)), body);
    }
  }

  /// Where the answer is to go. Of what is stored, the broker itself sends the answer there, so
  /// that a client could have it purge a stream, as it could by a request of its own: no node is
  /// asked.
  private String replyTo(String subject) {
    String replyTo = any(REPLIES);
    boolean stored = subject.startsWith("steward.") || subject.startsWith("$KV.");
    return stored && replyTo.contains("$JS.API") ? "" : replyTo;
  }

  private String headers(String subject) {
    StringBuilder headers =
        new StringBuilder(random.nextInt(20) == 0 ? "NATS/1.0 503" : "NATS/1.0");
    headers.append("\r\n");
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = any(NAMES);
      for (int twice = random.nextInt(8) == 0 ? 2 : 1; twice > 0; twice--) {
        headers.append(name).append(": ").append(any(VALUES)).append("\r\n");
      }
    }
    String block = headers.append("\r\n").toString();
    // whoever may delete the state of a unit makes it accept nothing, which is what `forget` does
    return subject.equals(STATE) ? block.replace("KV-Operation", "KV-Operations") : block;
  }

  /// The same bytes, of which at times a few are different.
  private byte[] mutated(byte[] bytes) {
    if (bytes.length > 0 && random.nextInt(6) == 0) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
