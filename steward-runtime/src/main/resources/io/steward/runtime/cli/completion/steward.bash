# Completion of steward in bash: source <(steward completion bash)

_steward() {
  local line=${COMP_LINE:0:COMP_POINT} words candidate rest
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  # bash also breaks words at these, and replaces only what follows the last one
  local current=${words[${#words[@]} - 1]} breaks=${COMP_WORDBREAKS//[^=:]/} kept=
  [[ -z $breaks ]] || kept=${current%"${current##*[$breaks]}"}
  COMPREPLY=()
  while IFS= read -r candidate; do
    rest=${candidate#"$kept"}
    # bash inserts a word as it is: a value may have spaces, or characters that mean something to it
    [[ -z $rest ]] || printf -v rest %q "$rest"
    COMPREPLY+=("$rest")
  done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
  # no space after these: a value or a token follows
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]]; then
    compopt -o nospace
  fi
}

# without candidates, complete files
complete -o default -F _steward steward
