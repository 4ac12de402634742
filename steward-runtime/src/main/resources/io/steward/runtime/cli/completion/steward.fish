# Completion of steward in fish: steward completion fish | source

function __steward_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l candidates ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
  if test (count $candidates) -eq 0
    __fish_complete_path "$current" # without candidates, complete files
    return
  end
  # fish quotes what it inserts, and adds no space after = and .
  printf '%s\n' $candidates
end

complete -c steward -f -a '(__steward_complete)'
