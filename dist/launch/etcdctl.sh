# Sourced after launch.sh by bin/etcdctl, and by the build when it makes the command's archive: what the command runs on.
jvm_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
archive=$home/cds/etcdctl.jsa

# A command lives for a moment and gets few libraries. What is about data directories needs the server's, too; such a
# longer list fits the archive as well, for it begins with the shorter one.
join "$home"/lib/etcdctl-*.jar "$home"/lib/keyspace-[0-9]*.jar "$home"/lib/jackson-core-*.jar "$home"/lib/snakeyaml-*.jar
case " $* " in
*" backup "* | *" snapshot "*)
    few=$class_path
    join "$home"/lib/*.jar
    class_path=$few$class_path
    ;;
esac

# colours are for people, and only where these have not said otherwise
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    jvm_options="$jvm_options -Dmuster.terminal=true"
fi
