package io.muster.etcdctl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Scripts that let a shell complete verbs, options and keys, made of the verbs there are.
final class Completion {
    private static final String BASH = """
            # source <(etcdctl completion bash)
            _etcdctl() {
                local line=${COMP_LINE:0:COMP_POINT} last=${COMP_WORDS[COMP_CWORD]} whole="" IFS=$' \\t\\n'
                local -a typed
                read -ra typed <<<"$line"
                if [[ $line != *[[:space:]] ]]; then
                    whole=${typed[${#typed[@]}-1]}
                    typed=("${typed[@]:0:${#typed[@]}-1}")
                fi
                IFS=$'\\n'
                COMPREPLY=($(compgen -W "$(__etcdctl_candidates "$whole" "${typed[@]:1}")" -- "$whole"))
                # of a word with a colon in it the shell replaces what is behind the colon
                COMPREPLY=("${COMPREPLY[@]#"${whole%"$last"}"}")
                [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != */ ]] || compopt -o nospace 2>/dev/null
            }
            complete -o default -F _etcdctl etcdctl
            """;
    private static final String ZSH = """
            #compdef etcdctl
            # source <(etcdctl completion zsh)
            _etcdctl() {
                local -a found
                found=("${(@f)$(__etcdctl_candidates "$words[CURRENT]" "${(@)words[2,CURRENT-1]}")}")
                compadd -S '' -q -- ${(M)found:#*/}
                compadd -- ${found:#*/}
            }
            compdef _etcdctl etcdctl
            """;

    private Completion() {}

    /// The script for one shell.
    static String script(String shell) throws Stop {
        return switch (shell) {
            case "bash" -> candidates() + BASH;
            case "zsh" -> "#compdef etcdctl\n" + candidates() + ZSH.substring(ZSH.indexOf('\n') + 1);
            default ->
                throw new Stop(ExitCode.BAD_ARGUMENTS, "no completion for '" + shell + "'; there is bash and zsh");
        };
    }

    // Both shells understand it: prints what could stand in a place, one a line.
    private static String candidates() {
        List<String> groups = new ArrayList<>();
        StringBuilder cases = new StringBuilder();
        addCases("", Verbs.ALL, groups, cases);
        String valued = Stream.concat(Globals.FLAGS.stream(), leaves(Verbs.ALL).flatMap(leaf -> leaf.flags().stream()))
                .filter(flag -> flag.kind() != Flag.Kind.SWITCH)
                .flatMap(flag -> spelled(flag).stream())
                .distinct()
                .collect(Collectors.joining("|"));
        return """
                # $1: the word to complete; then those before it
                __etcdctl_candidates() {
                    local cur=$1 verb="" skip="" word
                    local -a options
                    shift
                    for word in "$@"; do
                        [[ -n $verb ]] || options+=("$word")
                        if [[ -n $skip ]]; then
                            skip=""
                            continue
                        fi
                        case $word in
                        %s) skip=1 ;;
                        -*) ;;
                        *)
                            case $verb in
                            "") options=("${options[@]:0:${#options[@]}-1}") verb=$word ;;
                            %s) verb="$verb $word" ;;
                            esac
                            ;;
                        esac
                    done
                    case $verb in
                    "") printf '%%s\\n' %s ;;
                %s    esac
                }
                """.formatted(
                        valued,
                        String.join("|", groups),
                        String.join(" ", words(Verbs.ALL, Globals.FLAGS)) + " help",
                        cases.toString());
    }

    private static void addCases(String path, List<Verb> verbs, List<String> groups, StringBuilder cases) {
        for (Verb verb : verbs) {
            String name = path + verb.name();
            List<String> words =
                    switch (verb) {
                        case Verb.Leaf leaf -> words(List.of(), leaf.flags());
                        case Verb.Group group -> words(group.verbs(), List.of());
                    };
            cases.append("    \"").append(name).append("\")\n");
            if (name.equals("completion")) {
                cases.append("        printf '%s\\n' bash zsh\n");
            } else if (!words.isEmpty()) {
                cases.append("        printf '%s\\n' ")
                        .append(String.join(" ", words))
                        .append('\n');
            }
            if (verb instanceof Verb.Leaf leaf && leaf.usage().contains("key")) {
                cases.append("        [[ $cur != /* ]] || ")
                        .append("command etcdctl \"${options[@]}\" ls -p \"${cur%/*}/\" 2>/dev/null\n");
            }
            cases.append("        ;;\n");
            if (verb instanceof Verb.Group group) {
                groups.add(name);
                addCases(name + " ", group.verbs(), groups, cases);
            }
        }
    }

    private static Stream<Verb.Leaf> leaves(List<Verb> verbs) {
        return verbs.stream().flatMap(verb -> switch (verb) {
            case Verb.Leaf leaf -> Stream.of(leaf);
            case Verb.Group group -> leaves(group.verbs());
        });
    }

    private static List<String> words(List<Verb> verbs, List<Flag> flags) {
        List<String> words = new ArrayList<>(verbs.stream().map(Verb::name).toList());
        flags.forEach(flag -> words.addAll(spelled(flag)));
        return words;
    }

    private static List<String> spelled(Flag flag) {
        return flag.names().stream()
                .map(name -> (name.length() > 1 ? "--" : "-") + name)
                .toList();
    }
}
