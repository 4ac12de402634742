package io.steward.runtime.jobs;

import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.Document;
import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.binding.ProblemsException;
import io.steward.runtime.binding.Tree;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.bus.MessageId;
import io.steward.runtime.bus.OutdatedException;
import io.steward.runtime.fleet.Documents;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bucket with the jobs of the fleet: `order.<job>`, which never changes, `course.<job>`, which
/// the station that carries the job out replaces, and `wish.<job>.<id>` for each wish of an
/// operator.
///
/// @param bus to the broker
public record JobBook(Bus bus) {

  private static final Logger log = LoggerFactory.getLogger(JobBook.class);
  private static final long PATIENCE_SECONDS = 10;

  /// Much longer than a station needs to say again that it carries jobs out.
  private static final Duration RENEWED = Duration.ofSeconds(30);

  private static final String ORDER = "order";
  private static final String COURSE = "course";
  private static final String WISH = "wish";

  /// Orders a job.
  ///
  /// @throws IOException when the broker did not say that it has it
  public void order(Order order) throws IOException, InterruptedException {
    byte[] body = Json.write(Plain.of(order));
    if (body.length > bus.largestLetter()) {
      throw new IllegalArgumentException(
          "a job of "
              + order.units().size()
              + " units is "
              + body.length
              + " bytes long; the broker takes at most "
              + bus.largestLetter()
              + ": make several jobs of it");
    }
    put(ORDER + "." + order.id(), body, 0);
  }

  /// Wishes something of a job.
  ///
  /// @return the revision of the wish
  /// @throws IOException when the broker did not say that it has it
  public long wish(String job, Wish wish) throws IOException, InterruptedException {
    String key = WISH + "." + job + "." + MessageId.next(InstantSource.system());
    return put(key, Json.write(Plain.of(wish)), 0);
  }

  /// Says how far a job is.
  ///
  /// @param revision of what this replaces; 0 for nothing
  /// @return the revision now
  /// @throws OutdatedException when another station has said so meanwhile
  /// @throws IOException when the broker did not say that it has it
  long put(Course course, long revision) throws IOException, InterruptedException {
    return put(COURSE + "." + course.job(), Json.write(Plain.of(course)), revision);
  }

  private long put(String key, byte[] body, long replaces)
      throws IOException, InterruptedException {
    return put(bus, key, body, replaces);
  }

  /// Puts something into the bucket.
  static long put(Bus bus, String key, byte[] body, long replaces)
      throws IOException, InterruptedException {
    Headers headers = Headers.NONE.with(Header.REPLACES, Long.toString(replaces));
    try {
      return bus.store(new Letter(bus.addresses().jobs(key), headers, body))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .sequence();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OutdatedException outdated
          ? outdated
          : new IOException("not kept: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("the broker did not say that it keeps it", e);
    }
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

  /// The station that carries jobs out, if one does.
  ///
  /// @param now to tell whether it still does
  /// @throws IOException when the broker cannot be asked
  public Optional<String> station(Instant now) throws IOException, InterruptedException {
    return last(Lease.KEY)
        .filter(word -> word.stored().filter(at -> now.isBefore(at.plus(RENEWED))).isPresent())
        .map(word -> Documents.read(word.body()).getOrDefault("station", "").toString())
        .filter(station -> !station.isEmpty());
  }

  /// What was ordered.
  Optional<Order> order(String id) throws IOException, InterruptedException {
    return last(ORDER + "." + id).flatMap(delivery -> read(delivery, Order.class));
  }

  /// How far a job is.
  Optional<Kept<Course>> course(String id) throws IOException, InterruptedException {
    return last(COURSE + "." + id)
        .flatMap(delivery ->
            read(delivery, Course.class).map(course -> new Kept<>(delivery.sequence(), course)));
  }

  private Optional<Delivery> last(String key) throws IOException, InterruptedException {
    String stream = bus.addresses().jobsStream();
    return bus.has(stream) ? bus.last(stream, bus.addresses().jobs(key)) : Optional.empty();
  }

  /// What operators wished of a job after a revision, in order.
  List<Kept<Wish>> wishes(String id, long after) throws IOException, InterruptedException {
    List<Kept<Wish>> wishes = new ArrayList<>();
    read(
        WISH + "." + id + ".*",
        new Bus.Start.At(after + 1),
        delivery ->
            read(delivery, Wish.class)
                .ifPresent(wish -> wishes.add(new Kept<>(delivery.sequence(), wish))));
    return wishes;
  }

  /// Every job, by when it was ordered.
  ///
  /// @throws IOException when the broker cannot be asked
  public List<Job> all() throws IOException, InterruptedException {
    Map<String, Course> courses = new HashMap<>();
    read(
        COURSE + ".*",
        new Bus.Start.LastOfEach(false),
        delivery ->
            read(delivery, Course.class).ifPresent(course -> courses.put(course.job(), course)));
    List<Job> jobs = new ArrayList<>();
    read(
        ORDER + ".*",
        new Bus.Start.LastOfEach(false),
        delivery ->
            read(delivery, Order.class)
                .ifPresent(order ->
                    jobs.add(new Job(order, Optional.ofNullable(courses.get(order.id()))))));
    jobs.sort(Comparator.comparing(job -> job.order().at()));
    return jobs;
  }

  /// The jobs for which something is left to do: those that have not ended, and those of which
  /// something was wished since.
  Set<String> unfinished() throws IOException, InterruptedException {
    Map<String, Long> fulfilled = new HashMap<>();
    Set<String> ended = new LinkedHashSet<>();
    Set<String> ids = new LinkedHashSet<>();
    read(
        COURSE + ".*",
        new Bus.Start.LastOfEach(false),
        delivery ->
            read(delivery, Course.class)
                .ifPresent(course -> {
                  fulfilled.put(course.job(), course.wish());
                  course.ended().ifPresent(at -> ended.add(course.job()));
                }));
    read(ORDER + ".*", new Bus.Start.LastOfEach(true), delivery -> ids.add(token(delivery, 3)));
    ids.removeAll(ended);
    read(
        WISH + ".*.*",
        new Bus.Start.LastOfEach(true),
        delivery -> {
          String job = token(delivery, 3);
          if (delivery.sequence() > fulfilled.getOrDefault(job, Long.MAX_VALUE)) {
            ids.add(job);
          }
        });
    return ids;
  }

  private void read(String key, Bus.Start start, Consumer<Delivery> taker)
      throws IOException, InterruptedException {
    String stream = bus.addresses().jobsStream();
    if (!bus.has(stream)) {
      return; // a fleet made by an older steward, whose nodes know of no jobs
    }
    try (Bus.Backlog backlog = bus.read(stream, bus.addresses().jobs(key), start)) {
      for (var next = backlog.next(); next.isPresent(); next = backlog.next()) {
        taker.accept(next.get());
      }
    }
  }

  /// Hears of new orders and wishes, from now on.
  ///
  /// @param taker told which job it is about
  Bus.Listening hear(Consumer<String> taker) throws InterruptedException {
    Bus.Listening orders =
        bus.listen(bus.addresses().jobs(ORDER + ".*"), word -> taker.accept(token(word, 3)));
    Bus.Listening wishes =
        bus.listen(bus.addresses().jobs(WISH + ".*.*"), word -> taker.accept(token(word, 3)));
    return () -> {
      orders.close();
      wishes.close();
    };
  }

  /// Hears how far a job is, from now on.
  ///
  /// @param taker told each time that this is said
  public Bus.Listening follow(String job, Consumer<Course> taker) throws InterruptedException {
    return bus.listen(
        bus.addresses().jobs(COURSE + "." + job),
        word -> read(word, Course.class).ifPresent(taker));
  }

  private static String token(Delivery delivery, int place) {
    String[] tokens = delivery.subject().split("\\.", -1);
    return tokens.length > place ? tokens[place] : "";
  }

  /// Reads a record; nothing when it is none. What a newer station says besides is left out.
  private static <T> Optional<T> read(Delivery delivery, Class<T> type) {
    if (delivery.body().length == 0) {
      return Optional.empty(); // deleted
    }
    try {
      Document document = Document.json(delivery.subject(), delivery.body());
      return Optional.of(Binder.bind(known(document.root(), type), type, ""));
    } catch (ProblemsException e) {
      log.warn("{} is left out: {}", delivery.subject(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Tree known(Tree tree, Class<?> type) {
    if (!(tree instanceof Tree.Mapping(var origin, var position, var entries))) {
      return tree;
    }
    Set<String> names = new LinkedHashSet<>();
    Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).forEach(names::add);
    Map<String, Tree.Entry> left = new LinkedHashMap<>(entries);
    left.keySet().retainAll(names);
    return new Tree.Mapping(origin, position, left);
  }
}
