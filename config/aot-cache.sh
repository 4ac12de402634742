# shellcheck shell=sh disable=SC2034,SC2154 # shares the launcher's variables
#
# The AOT caches of the JVM (JEP 483, 514): steward's classes, already loaded and linked. There is one
# for nodes and one for clients, whose JVMs differ in options that a cache depends on. Sourced by the
# launcher in a distribution.
#
# A cache is code: whoever writes it controls what steward does. So it is stored next to the jars,
# where write permission also allows changing those, or in a folder that only the user can write; never
# in a temporary folder.

# Sets `folder` to the user's cache folder for this distribution; fails for a user without a home.
own_folder() {
  caches=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
  case $caches in /*) ;; *) return 1 ;; esac
  name=$(printf %s "$home" | cksum)
  folder=$caches/steward/aot-${name%% *}
}

# Whether only this user can write `folder`.
is_private() {
  # shellcheck disable=SC3067 # dash, bash, ksh and busybox know -O
  [ -d "$folder" ] && [ ! -L "$folder" ] && [ -O "$folder" ] || return 1
  case $(stat -c %a -- "$folder") in *[2367]? | *[2367]) return 1 ;; esac
}

# Prints what the cache of a kind in `folder` depends on: the JVM, its options, the jars and their
# paths, and the cache file itself. The JVM checks most of this, too. But a JVM that rejects its cache
# also ignores the CDS archive it ships with, and would do so forever.
fingerprint() {
  stat -L -c '%n %s %Y' -- "$home"/lib/*.jar "$home/lib/jvm.options" "$home/lib/$1.options" \
    "$java_home/lib/modules" "$java_home"/lib/server/libjvm.* "$folder/$1.aot" 2>/dev/null || true
}

# Whether the cache of a kind in `folder` is valid. One that could not be made left only its
# fingerprint.
fits() {
  [ -r "$folder/$1.aot.made-for" ] && fingerprint "$1" | cmp -s - "$folder/$1.aot.made-for"
}

# Sets `cache` to the valid one of a kind; if there is none, makes one in the background.
find_cache() {
  folder=$home/lib
  if fits "$1" || { own_folder && is_private && fits "$1"; }; then
    [ ! -f "$folder/$1.aot" ] || cache=$folder/$1.aot
  else
    (nice -n 19 "$home/steward" aot-cache </dev/null >/dev/null 2>&1 &)
  fi
}

make_caches() {
  folder=$home/lib
  if ! is_private; then
    umask 077
    if ! own_folder || ! mkdir -p -- "$folder" || ! is_private; then
      die "neither $home/lib nor a folder in your home is writable by you alone"
    fi
  fi
  work=$folder/.aot # also a lock against concurrent runs
  if [ -n "$(find "$work" -prune -mmin +10 2>/dev/null)" ]; then rm -rf -- "$work"; fi # a run was killed
  mkdir -- "$work" 2>/dev/null || die "another steward is making the caches in $folder"
  trap 'rm -rf -- "$work"' EXIT
  trap 'exit 2' HUP INT TERM
  make_cache client
  make_cache node
}

# Makes the cache of a kind: the JVM records a training run, then creates the cache from the record.
make_cache() {
  kind=$1
  record=-XX:AOTConfiguration=$work/$kind.record
  rm -f -- "$folder/$kind.aot.made-for"
  if train -XX:AOTMode=record "$record" &&
    train -XX:AOTMode=create "$record" "-XX:AOTCache=$work/$kind.aot"; then
    mv -f -- "$work/$kind.aot" "$folder/$kind.aot"
  else
    rm -f -- "$folder/$kind.aot"
    cat -- "$work/$kind.log" >&2
  fi
  fingerprint "$kind" >"$work/made-for"
  mv -f -- "$work/made-for" "$folder/$kind.aot.made-for"
  [ -f "$folder/$kind.aot" ] || die "the cache could not be created; steward works without it, but starts more slowly"
}

# Starts the training run (io.steward.runtime.cli.AotTrainingRun) with options of the JVM. When
# creating the cache, the JVM reads the record instead of running it.
train() {
  (
    unset NATS_CONTEXT STEWARD_AS STEWARD_BROKER STEWARD_PREFIX
    exec "$java_home/bin/java" "@$home/lib/jvm.options" "@$home/lib/$kind.options" "$@" \
      --module-path "$home/lib" -m "$main" train "$work/$kind" >>"$work/$kind.log" 2>&1 </dev/null
  )
}
