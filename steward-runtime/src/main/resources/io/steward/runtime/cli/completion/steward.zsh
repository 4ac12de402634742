#compdef steward
# Completion of steward in zsh: source <(steward completion zsh)

_steward() {
  local -a candidates
  candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT - 1]}" "$PREFIX" 2>/dev/null)}")
  candidates=(${candidates:#})
  if (( ${#candidates} == 0 )); then
    _files # without candidates, complete files
    return
  fi
  # zsh quotes what it inserts; no space after these: a value or a token follows
  compadd -S '' -- ${(M)candidates:#*[=.]}
  compadd -- ${candidates:#*[=.]}
}

compdef _steward steward
