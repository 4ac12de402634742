package io.steward.runtime.jobs;

import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.MessageId;
import io.steward.runtime.bus.OutdatedException;
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

/// The jobs of the fleet, in their bucket: `order.<job>`, which never changes, `course.<job>`,
/// which the station that carries the job out replaces, `wish.<job>.<id>` for each wish of an
/// operator, and `leader`, the station that carries jobs out.
public final class JobBook {

  /// Much longer than a station needs to say again that it carries jobs out.
  private static final Duration RENEWED = Duration.ofSeconds(30);

  private static final String ORDER = "order.";
  private static final String COURSE = "course.";
  private static final String WISH = "wish.";

  private final Bus bus;
  private final Bucket bucket;

  /// @param bus to the broker
  public JobBook(Bus bus) {
    this.bus = bus;
    this.bucket = new Bucket(bus);
  }

  /// Orders a job.
  ///
  /// @throws IllegalArgumentException when it is larger than the broker takes
  /// @throws IOException when the broker did not say that it has it
  public void order(Order order) throws IOException, InterruptedException {
    long size = Json.length(Plain.of(order));
    if (size > bus.largestLetter()) {
      throw new IllegalArgumentException(
          "a job of "
              + order.units().size()
              + " units is "
              + size
              + " bytes long; the broker takes at most "
              + bus.largestLetter()
              + ": make several jobs of it");
    }
    bucket.put(ORDER + order.id(), order, 0);
  }

  /// Wishes something of a job.
  ///
  /// @return the revision of the wish
  /// @throws IOException when the broker did not say that it has it
  public long wish(String job, Wish wish) throws IOException, InterruptedException {
    return bucket.put(WISH + job + "." + MessageId.next(InstantSource.system()), wish, 0);
  }

  /// Says how far a job is.
  ///
  /// @param revision of what this replaces; 0 for nothing
  /// @return the revision now
  /// @throws OutdatedException when another station has said so meanwhile
  /// @throws IOException when the broker did not say that it has it
  long put(Course course, long revision) throws IOException, InterruptedException {
    return bucket.put(COURSE + course.job(), course, revision);
  }

  /// A job.
  ///
  /// @throws IOException when the broker cannot be asked
  public Optional<Job> find(String id) throws IOException, InterruptedException {
    Optional<Order> order = order(id);
    return order.isEmpty()
        ? Optional.empty()
        : Optional.of(new Job(order.get(), course(id).map(Kept::value)));
  }

  /// What was ordered.
  Optional<Order> order(String id) throws IOException, InterruptedException {
    return bucket.last(ORDER + id).flatMap(word -> Bucket.record(word, Order.class));
  }

  /// How far a job is.
  Optional<Kept<Course>> course(String id) throws IOException, InterruptedException {
    return bucket
        .last(COURSE + id)
        .flatMap(word ->
            Bucket.record(word, Course.class).map(course -> new Kept<>(word.sequence(), course)));
  }

  /// What operators wished of a job after a revision, in order.
  List<Kept<Wish>> wishes(String id, long after) throws IOException, InterruptedException {
    List<Kept<Wish>> wishes = new ArrayList<>();
    bucket.read(
        WISH + id + ".*",
        new Bus.Start.At(after + 1),
        word ->
            Bucket.record(word, Wish.class)
                .ifPresent(wish -> wishes.add(new Kept<>(word.sequence(), wish))));
    return wishes;
  }

  /// The station that carries jobs out, if one does.
  ///
  /// @param now to tell whether it still does
  /// @throws IOException when the broker cannot be asked
  public Optional<String> station(Instant now) throws IOException, InterruptedException {
    return bucket
        .last(Lease.KEY)
        .filter(word -> word.stored().filter(at -> now.isBefore(at.plus(RENEWED))).isPresent())
        .flatMap(word -> Bucket.record(word, Lease.Holder.class))
        .flatMap(Lease.Holder::station);
  }

  /// Every job, by when it was ordered.
  ///
  /// @throws IOException when the broker cannot be asked
  public List<Job> all() throws IOException, InterruptedException {
    Map<String, Course> courses = courses();
    List<Job> jobs = new ArrayList<>();
    bucket.read(
        ORDER + "*",
        new Bus.Start.LastOfEach(false),
        word ->
            Bucket.record(word, Order.class)
                .ifPresent(order ->
                    jobs.add(new Job(order, Optional.ofNullable(courses.get(order.id()))))));
    jobs.sort(Comparator.comparing(job -> job.order().at()));
    return jobs;
  }

  private Map<String, Course> courses() throws IOException, InterruptedException {
    Map<String, Course> courses = new HashMap<>();
    bucket.read(
        COURSE + "*",
        new Bus.Start.LastOfEach(false),
        word ->
            Bucket.record(word, Course.class)
                .ifPresent(course -> courses.put(course.job(), course)));
    return courses;
  }

  /// The jobs for which something is left to do: those that have not ended, and those of which
  /// something was wished since.
  Set<String> unfinished() throws IOException, InterruptedException {
    Map<String, Course> courses = courses();
    Set<String> ids = new LinkedHashSet<>();
    bucket.read(ORDER + "*", new Bus.Start.LastOfEach(true), word -> ids.add(job(word)));
    Set<String> done = new HashSet<>();
    courses.values().stream()
        .filter(course -> course.ended().isPresent())
        .forEach(course -> done.add(course.job()));
    bucket.read(
        WISH + "*.*",
        new Bus.Start.LastOfEach(true),
        word -> {
          Course course = courses.get(job(word));
          if (course != null && word.sequence() > course.wish()) {
            done.remove(course.job());
          }
        });
    ids.removeAll(done);
    return ids;
  }

  /// Hears of new orders and wishes, from now on.
  ///
  /// @param taker told which job it is about
  Bus.Listening hear(Consumer<String> taker) throws InterruptedException {
    Bus.Listening orders = bucket.listen(ORDER + "*", word -> taker.accept(job(word)));
    Bus.Listening wishes = bucket.listen(WISH + "*.*", word -> taker.accept(job(word)));
    return () -> {
      orders.close();
      wishes.close();
    };
  }

  /// Hears how far a job is, from now on.
  ///
  /// @param taker told each time that this is said
  public Bus.Listening follow(String job, Consumer<Course> taker) throws InterruptedException {
    return bucket.listen(COURSE + job, word -> Bucket.record(word, Course.class).ifPresent(taker));
  }

  private static String job(Delivery word) {
    return Bucket.token(word, 1);
  }
}
