# Sourced by the launchers in ../bin: replaces the shell by the JVM, so that the pid the caller got is the server's.
# $MUSTER_JAVA_OPTS adds options of the JVM; $program is the name the launcher was called by (a link's own name counts).
# Every process that a line starts here is felt by who calls etcdctl in a loop.

# the image's own runtime, where it was built with one
java_home=$home/runtime
if [ ! -x "$java_home/bin/java" ]; then
    . "$home/launch/find-jdk.sh"
    java_home=$(find_jdk) || exit 1
fi
program=${0##*/}

# Java decodes arguments by the locale; in the C locale it could not read what is not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
*UTF-8 | *utf8) ;;
*) export LC_ALL=C.UTF-8 ;;
esac

# $1: main class, then the program's own arguments
launch() {
    main=$1
    shift
    set -- "-Dmuster.program=$program" -cp "$class_path" "$main" "$@"
    [ ! -e "$archive" ] || set -- -XX:SharedArchiveFile="$archive" -Xlog:aot=off -Xlog:cds=off "$@"
    # shellcheck disable=SC2086 # several options in one variable are meant to be split
    exec "$java_home/bin/java" $jvm_options ${MUSTER_JAVA_OPTS:-} "$@"
}

# $@: jars; in an order of our own: that of the directory may change when it is copied, and no archive would fit any more
join() {
    class_path=
    for jar in "$@"; do
        class_path=$class_path$jar:
    done
}
join "$home"/lib/*.jar

# made for exactly these jars and this JVM; any other goes on without it, and need not talk about it
archive=$home/cds/servers.jsa

# A server: small heap, no second thoughts about a broken one. While a crowd of clients arrives, what the collector copies
# is what everybody waits for: several threads do it, on large pages where the system has such (it need not say so when
# it has none). Collectors that work beside the server cost 13 to 55 % of its writes on two processors.
jvm_options="-XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -XX:+UseTransparentHugePages -Xlog:pagesize=off
    -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
