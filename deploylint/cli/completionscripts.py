"""The scripts of the shells; `%(...)s` is filled in by click, `%%` is a percent sign."""

BASH = r"""%(complete_func)s() {
    local part=${COMP_WORDS[COMP_CWORD]} line value help path rest
    local -a files=()
    COMPREPLY=()
    [[ $part == [=:] ]] && part=
    while IFS= read -r line; do
        help=${line##*$'\t'}
        value=${line#*$'\t'}
        value=${value%%$'\t'*}
        case ${line%%%%$'\t'*} in
            plain) COMPREPLY+=("$value") ;;
            open) COMPREPLY+=("$value"); compopt -o nospace ;;
            file)
                rest=${part#"$value"}
                while IFS= read -r path; do
                    if [[ -z $help || " $help " == *" ${path##*.} "* || -d ${path/#\~/$HOME} ]]
                    then
                        files+=("${part%%"$rest"}$path")
                    fi
                done < <(compgen -f -- "$rest")
                ;;
        esac
    done < <(
        COMP_WORDS=$(IFS=$'\n'; echo "${COMP_WORDS[*]}") COMP_CWORD=$COMP_CWORD \
            COMP_LINE=${COMP_LINE:0:COMP_POINT} COMP_PART=$part \
            %(complete_var)s=bash_complete "${1/#\~/$HOME}" 2>/dev/null
    )
    if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o filenames
        COMPREPLY=("${files[@]}")
        return
    fi
    for path in "${files[@]}"; do
        if [[ -d ${path/#\~/$HOME} ]]; then
            path+=/
            compopt -o nospace
        fi
        COMPREPLY+=("$(printf '%%q' "$path")")
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

ZSH = r"""#compdef %(prog_name)s
%(complete_func)s() {
    local line kind value help
    local -a response described plain open files
    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
        %(complete_var)s=zsh_complete "${(Q)words[1]/#\~/$HOME}" 2>/dev/null)}")
    for line in $response; do
        kind=${line%%%%$'\t'*}
        help=${line##*$'\t'}
        value=${${line#*$'\t'}%%$'\t'*}
        case $kind in
            plain)
                if [[ -n $help ]]; then
                    described+=("${value//:/\\:}:$help")
                else
                    plain+=("$value")
                fi
                ;;
            open) open+=("$value") ;;
            file) files=("$value" "$help") ;;
        esac
    done
    (( $#described )) && _describe -V %(prog_name)s described
    (( $#plain )) && compadd -V %(prog_name)s -a plain
    (( $#open )) && compadd -V %(prog_name)s -S '' -a open
    if (( $#files )); then
        compset -P "${(b)files[1]}"
        if [[ -n $files[2] ]]; then
            _files -g "*.(${files[2]// /|})"
        else
            _files
        fi
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

FISH = r"""function %(complete_func)s
    set -l token (commandline -ct)
    set -l response (env %(complete_var)s=fish_complete \
        COMP_WORDS=(commandline -cp | string join ' ') COMP_CWORD=$token %(prog_name)s 2>/dev/null)
    for line in $response
        set -l part (string split \t -- $line)
        if test "$part[1]" != file
            printf '%%s\t%%s\n' $part[2] "$part[3]"
            continue
        end
        set -l size (string length -- "$part[2]")
        set -l wanted '(/|\.('(string replace -a ' ' '|' -- "$part[3]")'))$'
        for path in (__fish_complete_path (string sub -s (math $size + 1) -- "$token"))
            set -l name (string split \t -- $path)[1]
            if test -z "$part[3]"; or string match -rq -- $wanted $name
                printf '%%s%%s\n' "$part[2]" $path
            end
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""
