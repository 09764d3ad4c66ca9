# Called by the build: makes the ahead-of-time caches of the image's programs with the JVM that its launchers will choose.
# $1: the image, $2: class path of the bench module
set -eu
. "$1/launch/find-jdk.sh"
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
