# Sourced after launch.sh by bin/node-agent, and by the build when it makes the archive: what looks at a file and is gone.
# The servers' libraries are not for it, nor is compiling what runs for a moment.
jvm_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10 -XX:-UsePerfData -Xms6m -Xmn2m"
archive=$home/cds/check.jsa
join "$home"/lib/node-agent-*.jar "$home"/lib/cloud-config-*.jar "$home"/lib/jackson-core-*.jar \
    "$home"/lib/snakeyaml-[0-9]*.jar
