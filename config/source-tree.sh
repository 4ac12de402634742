# shellcheck shell=sh disable=SC2154 # shares the launcher's variables
#
# The launcher's part for a source tree: builds the distribution if a source is newer, and runs Maven.
# Sourced by the launcher; sets `home` to the distribution.

version=$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p; /<packaging>/q' "$home/pom.xml")
dist=$home/config/target/steward-$version

# Runs Maven, two modules concurrently, with the JDK found; the options silence the JDK's warnings about
# Maven's own libraries.
maven() {
  find_java
  command -v mvn >/dev/null || die "building steward needs Maven (Debian and Ubuntu: apt-get install maven)"
  [ -x "$java_home/bin/javac" ] || die "building steward needs a JDK; $java_home has no compiler"
  (
    CDPATH='' cd -- "$home" || exit
    JAVA_HOME=$java_home \
      MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
      mvn -B -T 2 "$@"
  )
}

# Whether the distribution is newer than all its sources.
is_built() {
  [ -e "$dist/.built" ] &&
    [ -z "$(find "$home/pom.xml" "$home/steward" "$home/steward-api" "$home/steward-runtime" \
      "$home/plugins" "$home/config" -name target -prune -o -path '*/src/test/*' -prune -o \
      -type f -newer "$dist/.built" -print -quit)" ]
}

build() {
  (
    if command -v flock >/dev/null; then flock 9; fi
    if ! is_built; then
      echo "steward: building; the first build takes several minutes" >&2
      want_nats_server || true
      maven -q -DskipTests package >&2 || die "the build failed"
      touch "$dist/.built"
    fi
  ) 9>"$home/.mvn/.build.lock"
}

# The tests start their own brokers, and so does the training run for the cache: nats-server must be
# installed before Maven runs.
want_nats_server() {
  [ -z "${STEWARD_NATS_SERVER:-}" ] || return 0
  ! PATH=$PATH:/usr/sbin command -v nats-server >/dev/null || return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "steward: installing nats-server" >&2
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  { apt-get -q install -y --no-install-recommends nats-server ||
    { apt-get -q update && apt-get -q install -y --no-install-recommends nats-server; }; } >&2
}

# The ten slowest test classes since a time, and the total time of all, in seconds.
slowest_classes() {
  find "$home" -path '*/target/*-reports/TEST-*.xml' -newermt "@$1" -exec \
    sed -n 's/^<testsuite .* name="\([^"]*\)" time="\([^"]*\)".*/\2 \1/p' {} + |
    tr -d , | sort -rn |
    awk '{ all += $1; if (NR <= 10) slowest = slowest sprintf("%9.1f s  %s\n", $1, $2) }
      END { if (NR) printf "The slowest of %d test classes, which took %.0f s in total:\n%s", NR, all, slowest }'
}

case ${1:-} in
  verify)
    shift
    want_nats_server || die "the tests need nats-server: install it, or set STEWARD_NATS_SERVER to its path"
    began=$(date +%s)
    status=0
    maven verify "$@" || status=$?
    slowest_classes "$began"
    exit "$status"
    ;;
  install)
    shift
    maven -q -DskipTests -DskipITs \
      -pl .,steward-api,steward-api/bom,steward-api/parent,steward-runtime,steward-runtime/testkit,plugins/durable \
      install "$@"
    exit
    ;;
esac

is_built || build
export STEWARD_CONFIGS="${STEWARD_CONFIGS:-$home/config}"
export STEWARD_PLUGINS="${STEWARD_PLUGINS:-$dist/plugins}"
home=$dist
