# Called by ./muster machine: a container image that is a whole machine, for `vagrant up --provider=docker`. Its Debian
# is kept in the cache.
# $1: where the package lies and the administrator's key is put, $2: name of the container image
set -eu
out=$1
name=$2
here=$(cd "$(dirname "$0")" && pwd)
debian=/var/cache/muster/debian-machine.tar

docker info >/dev/null 2>&1 || {
    echo "docker's engine does not answer: install it (Debian: apt-get install docker.io) and start it." >&2
    exit 1
}
sh "$here/debian.sh" "$debian" iproute2,openssh-server,sudo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
[ -e "$out/machine_key" ] || ssh-keygen -q -t ed25519 -N '' -C muster-machine -f "$out/machine_key"
docker image inspect muster-debian >/dev/null 2>&1 || docker import "$debian" muster-debian >/dev/null
# shellcheck disable=SC2012 # the newest
cp "$(ls -t "$out"/muster_*_amd64.deb | head -n 1)" "$work/muster.deb"
cp "$out/machine_key.pub" "$work/key.pub"
cp "$here/machine/Dockerfile" "$work/Dockerfile"
DOCKER_BUILDKIT=0 docker build -q -t "$name" "$work" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
echo "$name is ready: $(($(docker image inspect -f '{{.Size}}' "$name") / 1000000)) MB"
