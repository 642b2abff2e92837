/**
 * Completion for bash, from 3.2 on and without the bash-completion package. The words are handed on as they are: nothing that was typed is
 * evaluated. `program` is what is run, quoted for the shell.
 */
export const bashScript = (program: string): string => `# bash completion for sallyport
_sallyport() {
  local out value about
  COMPREPLY=()
  out=$(${program} complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return 0
  while IFS=$'\\t' read -r value about; do
    case $value in
      :*) [ "$value" = :0 ] || compopt +o default 2>/dev/null ;;
      ?*) COMPREPLY+=("$value") ;;
    esac
  done <<< "$out"
  return 0
}
complete -o default -F _sallyport sallyport
`;
