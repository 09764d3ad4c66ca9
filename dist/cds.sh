# Called by the build: lays the classes of each program down as the JVM wants them in memory, in class-data archives
# (JEP 483), by the lists in cds/. A server then needs half the time until it serves, etcdctl a third until it has
# answered. The same sources and JDK give the same bytes, wherever and whenever that is done.
# $1: the image, $2: class path of the bench module, $3: the moment that all its jars are to be from
set -eu
image=$1
bench=$2
lists=$(cd "$(dirname "$0")" && pwd)/cds

# An archive knows the jars and the runtime by their times, so these must outlive being packed.
touch -d "$3" "$image"/lib/*.jar
[ ! -e "$image/runtime" ] || find "$image/runtime" -exec touch -h -d "$3" {} +

# Whoever builds may speak any language, and may have told Java things.
export LC_ALL=C.UTF-8
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS

# In a place whose path has nothing special, such as a blank; the JVM would remember that it met such a thing. Links do,
# where there can be some.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
for part in launch lib runtime; do
    [ ! -e "$image/$part" ] || cp -al "$image/$part" "$work/" 2>/dev/null || cp -a "$image/$part" "$work/"
done
cd "$work"
home=.
. launch/launch.sh
. launch/find-jdk.sh
jdk=$(find_jdk)
rm -rf "$image/cds"
mkdir "$image/cds"

# The JVM finds opened jars in a map by their numbers in the file system. When enough of these fall together it grows a
# tree, and an archive tells that such code has run. So it runs each time: the names of these properties share one hash.
alike=
for a in Aa BB; do for b in Aa BB; do for c in Aa BB; do for d in Aa BB; do
    alike="$alike -D$a$b$c$d="
done; done; done; done

# $1: the archive's name; its launcher has said which jars and which options. The large heap and the large metaspace
# are for no collection to come in between, at a moment that nothing fixes: the objects it clears away would be made
# anew, and lie elsewhere. Memory and processors of the machine would be in it, too. What a list says of a class that
# has changed since does not fit; the JVM passes over that, and need not tell.
dump() {
    for turn in 1 2; do
        # shellcheck disable=SC2086 # several options in one variable are meant to be split
        "$java_home/bin/java" $jvm_options $alike -Xms512m -Xmx512m -Xmn400m -XX:MetaspaceSize=400m \
            -XX:ActiveProcessorCount=2 '-Xlog:cds*=off' '-Xlog:aot*=off' -Xshare:dump -XX:+AOTClassLinking \
            -XX:SharedClassListFile="$lists/$1.list" -XX:SharedArchiveFile="$1.$turn" -cp "$class_path"
    done
    "$jdk/bin/java" -cp "$bench" io.muster.bench.Undated "$1.1" "$1.2" "$image/cds/$1.jsa"
}

dump servers
(. launch/etcdctl.sh && dump etcdctl)
(. launch/check.sh && dump check)
