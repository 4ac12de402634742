# shellcheck shell=sh disable=SC2154 # shares the launcher's variables
#
# What the launcher does in a source tree: builds the distribution when a source is newer, and runs
# Maven. Sourced by it; sets `home` to the distribution.

version=$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p; /<packaging>/q' "$home/pom.xml")
dist=$home/config/target/steward-$version

# Maven, two modules at a time, with the JDK found, which would otherwise warn of what Maven's own libraries do.
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

# Whether the distribution is newer than everything it is made of.
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
      echo "steward: building, once; the first time takes some minutes" >&2
      want_nats_server || true
      maven -q -DskipTests package >&2 || die "the build failed"
      touch "$dist/.built"
    fi
  ) 9>"$home/.mvn/.build.lock"
}

# The tests start brokers of their own, and so does the run that the cache is made from; the program
# must be there before Maven is.
want_nats_server() {
  [ -z "${STEWARD_NATS_SERVER:-}" ] || return 0
  ! PATH=$PATH:/usr/sbin command -v nats-server >/dev/null || return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "steward: installing nats-server" >&2
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  { apt-get -q install -y --no-install-recommends nats-server ||
    { apt-get -q update && apt-get -q install -y --no-install-recommends nats-server; }; } >&2
}

# The ten test classes that took longest since a time, and what all took together, in seconds.
slowest_classes() {
  find "$home" -path '*/target/*-reports/TEST-*.xml' -newermt "@$1" -exec \
    sed -n 's/^<testsuite .* name="\([^"]*\)" time="\([^"]*\)".*/\2 \1/p' {} + |
    tr -d , | sort -rn |
    awk '{ all += $1; if (NR <= 10) slowest = slowest sprintf("%9.1f s  %s\n", $1, $2) }
      END { if (NR) printf "The slowest of %d test classes, which took %.0f s together:\n%s", NR, all, slowest }'
}

case ${1:-} in
  verify)
    shift
    want_nats_server || die "the tests need a nats-server: install it, or name it with STEWARD_NATS_SERVER"
    began=$(date +%s)
    status=0
    maven verify "$@" || status=$?
    slowest_classes "$began"
    exit "$status"
    ;;
  install)
    shift
    maven -q -DskipTests -DskipITs -pl .,steward-api,steward-runtime,steward-runtime/testkit install "$@"
    exit
    ;;
esac

is_built || build
export STEWARD_CONFIGS="${STEWARD_CONFIGS:-$home/config}"
export STEWARD_PLUGINS="${STEWARD_PLUGINS:-$dist/plugins}"
home=$dist
