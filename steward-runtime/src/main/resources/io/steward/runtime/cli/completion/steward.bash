# Completion of steward in bash: source <(steward completion bash)

_steward() {
  local line=${COMP_LINE:0:COMP_POINT} words candidate
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  # bash breaks words also at these, and replaces only what is behind the last one
  local current=${words[${#words[@]} - 1]} breaks=${COMP_WORDBREAKS//[^=:]/} kept=
  [[ -z $breaks ]] || kept=${current%"${current##*[$breaks]}"}
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("${candidate#"$kept"}")
  done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
  # more is to be typed behind these
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]]; then
    compopt -o nospace
  fi
}

# where steward knows nothing, a file may be meant
complete -o default -F _steward steward
