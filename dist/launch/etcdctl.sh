# Sourced after launch.sh by bin/etcdctl, and by the build when it makes the command's cache: what the command runs on.
# It lives for a moment: opening the servers' fifty libraries would double that.
jvm_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
join "$home"/lib/etcdctl-*.jar "$home"/lib/keyspace-[0-9]*.jar "$home"/lib/jackson-core-*.jar
cache=$home/aot/etcdctl.aot
