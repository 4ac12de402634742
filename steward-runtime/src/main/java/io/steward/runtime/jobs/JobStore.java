package io.steward.runtime.jobs;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The jobs of the fleet, in their bucket: `spec.<job>`, which never changes, `status.<job>`, which
/// the station that carries the job out replaces, `control.<job>.<id>` for each wish of an
/// operator, and `leader`, the station that carries jobs out.
public final class JobStore {

  /// Much longer than a station needs to say again that it carries jobs out.
  private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(30);

  private static final String SPEC = "spec.";
  private static final String STATUS = "status.";
  private static final String CONTROL = "control.";

  private final Bus bus;
  private final RecordBucket bucket;

  /// @param bus to the broker
  public JobStore(Bus bus) {
    this.bus = bus;
    this.bucket = new RecordBucket(bus);
  }

  /// Orders a job.
  ///
  /// @throws IllegalArgumentException when it is larger than the broker takes
  /// @throws IOException when the broker did not say that it has it
  public void create(JobSpec spec) throws IOException, InterruptedException {
    long size = Json.length(PlainData.of(spec));
    if (size > bus.maxPayload()) {
      throw new IllegalArgumentException(
          "a job of "
              + spec.units().size()
              + " units is "
              + size
              + " bytes long; the broker takes at most "
              + bus.maxPayload()
              + ": make several jobs of it");
    }
    bucket.put(SPEC + spec.id(), spec, 0);
  }

  /// Wishes something of a job.
  ///
  /// @return the revision of the wish
  /// @throws IOException when the broker did not say that it has it
  public long control(String job, JobControl control) throws IOException, InterruptedException {
    return bucket.put(
        CONTROL + job + "." + MessageIdGenerator.next(InstantSource.system()), control, 0);
  }

  /// Says how far a job is.
  ///
  /// @param revision of what this replaces; 0 for nothing
  /// @return the revision now
  /// @throws RevisionConflictException when another station has said so meanwhile
  /// @throws IOException when the broker did not say that it has it
  long put(JobStatus status, long revision) throws IOException, InterruptedException {
    return bucket.put(STATUS + status.job(), status, revision);
  }

  /// A job.
  ///
  /// @throws IOException when the broker cannot be asked
  public Optional<Job> find(String id) throws IOException, InterruptedException {
    Optional<JobSpec> spec = spec(id);
    return spec.isEmpty()
        ? Optional.empty()
        : Optional.of(new Job(spec.get(), status(id).map(Revisioned::value)));
  }

  /// What was ordered.
  Optional<JobSpec> spec(String id) throws IOException, InterruptedException {
    return bucket.last(SPEC + id).flatMap(message -> RecordBucket.record(message, JobSpec.class));
  }

  /// How far a job is.
  Optional<Revisioned<JobStatus>> status(String id) throws IOException, InterruptedException {
    return bucket
        .last(STATUS + id)
        .flatMap(message ->
            RecordBucket.record(message, JobStatus.class)
                .map(status -> new Revisioned<>(message.sequence(), status)));
  }

  /// What operators wished of a job after a revision, in order.
  List<Revisioned<JobControl>> controlsAfter(String id, long after)
      throws IOException, InterruptedException {
    List<Revisioned<JobControl>> controls = new ArrayList<>();
    bucket.read(
        CONTROL + id + ".*",
        new Bus.StartPosition.AtSequence(after + 1),
        message ->
            RecordBucket.record(message, JobControl.class)
                .ifPresent(control -> controls.add(new Revisioned<>(message.sequence(), control))));
    return controls;
  }

  /// The station that carries jobs out, if one does.
  ///
  /// @param now to tell whether it still does
  /// @throws IOException when the broker cannot be asked
  public Optional<String> leader(Instant now) throws IOException, InterruptedException {
    return bucket
        .last(Lease.KEY)
        .filter(message -> message.stored().filter(at -> now.isBefore(at.plus(LEADER_TIMEOUT))).isPresent())
        .flatMap(message -> RecordBucket.record(message, Lease.Holder.class))
        .flatMap(Lease.Holder::station);
  }

  /// Every job, by when it was ordered.
  ///
  /// @throws IOException when the broker cannot be asked
  public List<Job> list() throws IOException, InterruptedException {
    Map<String, JobStatus> statuses = statuses();
    List<Job> jobs = new ArrayList<>();
    bucket.read(
        SPEC + "*",
        new Bus.StartPosition.LastPerSubject(false),
        message ->
            RecordBucket.record(message, JobSpec.class)
                .ifPresent(
                    spec -> jobs.add(new Job(spec, Optional.ofNullable(statuses.get(spec.id()))))));
    jobs.sort(Comparator.comparing(job -> job.spec().at()));
    return jobs;
  }

  private Map<String, JobStatus> statuses() throws IOException, InterruptedException {
    Map<String, JobStatus> statuses = new HashMap<>();
    bucket.read(
        STATUS + "*",
        new Bus.StartPosition.LastPerSubject(false),
        message ->
            RecordBucket.record(message, JobStatus.class)
                .ifPresent(status -> statuses.put(status.job(), status)));
    return statuses;
  }

  /// The jobs for which something is left to do: those that have not ended, and those of which
  /// something was wished since.
  Set<String> unfinished() throws IOException, InterruptedException {
    Map<String, JobStatus> statuses = statuses();
    Set<String> ids = new LinkedHashSet<>();
    bucket.read(SPEC + "*", new Bus.StartPosition.LastPerSubject(true), message -> ids.add(job(message)));
    Set<String> done = new HashSet<>();
    statuses.values().stream()
        .filter(status -> status.ended().isPresent())
        .forEach(status -> done.add(status.job()));
    bucket.read(
        CONTROL + "*.*",
        new Bus.StartPosition.LastPerSubject(true),
        message -> {
          JobStatus status = statuses.get(job(message));
          if (status != null && message.sequence() > status.controlRevision()) {
            done.remove(status.job());
          }
        });
    ids.removeAll(done);
    return ids;
  }

  /// Hears of new orders and wishes, from now on.
  ///
  /// @param taker told which job it is about
  Bus.Subscription watch(Consumer<String> consumer) throws InterruptedException {
    Bus.Subscription specs = bucket.watch(SPEC + "*", message -> consumer.accept(job(message)));
    Bus.Subscription controls = bucket.watch(CONTROL + "*.*", message -> consumer.accept(job(message)));
    return () -> {
      specs.close();
      controls.close();
    };
  }

  /// Hears how far a job is, from now on.
  ///
  /// @param taker told each time that this is said
  public Bus.Subscription watchStatus(String job, Consumer<JobStatus> consumer)
      throws InterruptedException {
    return bucket.watch(
        STATUS + job, message -> RecordBucket.record(message, JobStatus.class).ifPresent(consumer));
  }

  private static String job(InboundMessage message) {
    return RecordBucket.token(message, 1);
  }
}
