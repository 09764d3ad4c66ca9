# Called by the build: makes the ahead-of-time caches of the image's programs with the JVM that its launchers will choose.
# $1: the image, $2: class path of the bench module, $3: the moment that all its jars are to be from
set -eu
. "$1/launch/find-jdk.sh"

# A cache knows the jars and the runtime by their times, so these must outlive being packed, whose bytes are the same
# wherever and whenever that is done.
touch -d "$3" "$1"/lib/*.jar
[ ! -e "$1/runtime" ] || find "$1/runtime" -exec touch -d "$3" {} +

"$(find_jdk)/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dmuster.image=$1" -cp "$2" \
    io.muster.bench.TrainingRun "$1/aot"

# The commands that look at a file and are gone; a plain name, for the launcher takes options apart at blanks.
cd "$1/aot"
rm -f check.aot
cat >training <<'END'
#cloud-config
hostname: trained
hostnam: misspelt
ssh_authorized_keys:
  - ssh-ed25519 AAAA me
coreos:
  etcd2:
    discovery: https://discovery.example/0123
    advertise-client-urls: http://$private_ipv4:2379
    listen-client-urls: "http://0.0.0.0:2379"
    heartbeat-interval: 100
    debug: off
  units:
    - name: web.service
      command: start
      enable: true
      content: |
        [Unit]
        After=docker.service
users:
  - {name: joe, groups: [docker], homedir: 7}
write_files:
  - {path: /etc/motd, permissions: "0644", owner: root, encoding: b64, content: aGVsbG8=}
END
MUSTER_JAVA_OPTS="-XX:AOTCacheOutput=check.aot" ../bin/node-agent validate training >training.log 2>&1
[ -e check.aot ] || { cat training.log >&2; exit 1; }
rm -f training training.log
