# Called by the build: makes the ahead-of-time caches of the image's programs with the JVM that its launchers will choose.
# $1: the image, $2: class path of the bench module
set -eu
. "$1/launch/find-jdk.sh"
exec "$(find_jdk)/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dmuster.image=$1" -cp "$2" \
    io.muster.bench.TrainingRun "$1/aot"
