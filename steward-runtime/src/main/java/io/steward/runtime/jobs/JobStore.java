package io.steward.runtime.jobs;

import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.fleet.Listing;
import io.steward.runtime.fleet.Retry;
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

/// The jobs of the fleet in their bucket: `spec.<job>` is immutable, `status.<job>` is replaced by
/// the station that runs the job, `control.<job>.<id>` is one control request of an operator, and
/// `leader` is the station that runs jobs.
public final class JobStore {

  /// Much longer than the interval at which a leader renews its lease.
  private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(30);

  /// How long to try to store a control request.
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(15);

  private static final String SPEC = "spec.";
  private static final String STATUS = "status.";
  private static final String CONTROL = "control.";

  private final Bus bus;
  private final RecordBucket bucket;

  /// @param bus the connection to the broker
  public JobStore(Bus bus) {
    this.bus = bus;
    this.bucket = new RecordBucket(bus);
  }

  /// Creates a job.
  ///
  /// @param retry tells how long to try
  /// @throws IllegalArgumentException if the job is larger than the broker's maximum payload
  /// @throws IOException if the broker does not acknowledge it
  public void create(JobSpec spec, Retry retry) throws IOException, InterruptedException {
    long size = Json.length(PlainData.of(spec));
    if (size > bus.maxPayload()) {
      throw new IllegalArgumentException(
          "a job of "
              + spec.units().size()
              + " units is "
              + size
              + " bytes long; the broker accepts at most "
              + bus.maxPayload()
              + "; split it into several jobs");
    }
    var _ = bucket.add(SPEC + spec.id(), spec, retry);
  }

  /// Stores a control request for a job.
  ///
  /// @return the revision of the request
  /// @throws IOException if the broker does not acknowledge it
  public long control(String job, JobControl control) throws IOException, InterruptedException {
    return bucket.add(
        CONTROL + job + "." + MessageIdGenerator.next(InstantSource.system()),
        control,
        Retry.within(CONTROL_PATIENCE));
  }

  /// Publishes the status of a job.
  ///
  /// @param revision the revision that this replaces; 0 if there is none
  /// @return the new revision
  /// @throws RevisionConflictException if another station has published a status in the meantime
  /// @throws IOException if the broker does not acknowledge it
  long put(JobStatus status, long revision) throws IOException, InterruptedException {
    return bucket.put(STATUS + status.job(), status, revision);
  }

  /// Finds a job by its id. A record under the key of another job is none of this one.
  ///
  /// @throws IOException if the broker cannot be queried
  public Optional<Job> find(String id) throws IOException, InterruptedException {
    Optional<JobSpec> spec = spec(id);
    return spec.isEmpty()
        ? Optional.empty()
        : Optional.of(new Job(spec.get(), status(id).map(Revisioned::value)));
  }

  /// The spec of a job.
  Optional<JobSpec> spec(String id) throws IOException, InterruptedException {
    return bucket.last(SPEC + id).flatMap(JobStore::spec).filter(spec -> spec.id().equals(id));
  }

  /// The status of a job.
  Optional<Revisioned<JobStatus>> status(String id) throws IOException, InterruptedException {
    return bucket
        .last(STATUS + id)
        .flatMap(
            message -> status(message).map(status -> new Revisioned<>(message.sequence(), status)))
        .filter(status -> status.value().job().equals(id));
  }

  private static Optional<JobSpec> spec(InboundMessage message) {
    return RecordBucket.record(message, JobSpec.class)
        .filter(spec -> spec.id().equals(job(message)));
  }

  private static Optional<JobStatus> status(InboundMessage message) {
    return RecordBucket.record(message, JobStatus.class)
        .filter(status -> status.job().equals(job(message)));
  }

  /// The control requests for a job after a revision, in order.
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

  /// The station that runs jobs, if there is one.
  ///
  /// @param now the current time, to tell whether its lease is still renewed
  /// @throws IOException if the broker cannot be queried
  public Optional<String> leader(Instant now) throws IOException, InterruptedException {
    return bucket
        .last(LeaderLease.KEY)
        .filter(message ->
            message.stored().filter(at -> now.isBefore(at.plus(LEADER_TIMEOUT))).isPresent())
        .flatMap(message -> RecordBucket.record(message, LeaderLease.Holder.class))
        .flatMap(LeaderLease.Holder::station);
  }

  /// All jobs, in the order of their creation. One whose status cannot be read is unreadable, too:
  /// how far it is, is not known.
  ///
  /// @throws IOException if the broker cannot be queried
  public Listing<Job> list() throws IOException, InterruptedException {
    Map<String, JobStatus> statuses = new HashMap<>();
    Set<String> unreadable = new HashSet<>();
    bucket.read(
        STATUS + "*",
        new Bus.StartPosition.LastPerSubject(false),
        message ->
            status(message)
                .ifPresentOrElse(
                    status -> statuses.put(status.job(), status),
                    () -> noteUnreadable(message, unreadable)));
    List<Job> jobs = new ArrayList<>();
    bucket.read(
        SPEC + "*",
        new Bus.StartPosition.LastPerSubject(false),
        message ->
            spec(message)
                .ifPresentOrElse(
                    spec -> jobs.add(new Job(spec, Optional.ofNullable(statuses.get(spec.id())))),
                    () -> noteUnreadable(message, unreadable)));
    jobs.removeIf(job -> unreadable.contains(job.spec().id()));
    jobs.sort(Comparator.comparing(job -> job.spec().at()));
    return new Listing<>(jobs, unreadable.size());
  }

  private static void noteUnreadable(InboundMessage message, Set<String> jobs) {
    if (!RecordBucket.isDeleted(message)) {
      jobs.add(job(message));
    }
  }

  private Map<String, JobStatus> statuses() throws IOException, InterruptedException {
    Map<String, JobStatus> statuses = new HashMap<>();
    bucket.read(
        STATUS + "*",
        new Bus.StartPosition.LastPerSubject(false),
        message -> status(message).ifPresent(status -> statuses.put(status.job(), status)));
    return statuses;
  }

  /// The jobs with something left to do: those that have not ended, and those with control requests
  /// that have not been handled.
  Set<String> unfinished() throws IOException, InterruptedException {
    Map<String, JobStatus> statuses = statuses();
    Set<String> ids = new LinkedHashSet<>();
    bucket.read(
        SPEC + "*", new Bus.StartPosition.LastPerSubject(true), message -> ids.add(job(message)));
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
    ids.removeIf(id -> !Addresses.isSafeId(id));
    return ids;
  }

  /// Subscribes to new jobs and control requests.
  ///
  /// @param consumer is called with the job's id
  Bus.Subscription watch(Consumer<String> consumer) throws InterruptedException {
    Consumer<InboundMessage> id =
        message -> {
          if (Addresses.isSafeId(job(message))) {
            consumer.accept(job(message));
          }
        };
    Bus.Subscription specs = bucket.watch(SPEC + "*", id);
    Bus.Subscription controls = bucket.watch(CONTROL + "*.*", id);
    return () -> {
      specs.close();
      controls.close();
    };
  }

  /// Subscribes to the status of a job.
  ///
  /// @param consumer is called with each new status
  public Bus.Subscription watchStatus(String job, Consumer<JobStatus> consumer)
      throws InterruptedException {
    return bucket.watch(STATUS + job, message -> status(message).ifPresent(consumer));
  }

  private static String job(InboundMessage message) {
    return RecordBucket.token(message, 1);
  }
}
