# Called by ./muster container: a container image from nothing but the image, a shell to run its launchers, and those
# libraries of this machine that both need. No registry is asked.
# $1: the image, $2: name of the container image
set -eu
image=$1
name=$2
here=$(cd "$(dirname "$0")" && pwd)

docker info >/dev/null 2>&1 || {
    echo "docker's engine does not answer: install it (Debian: apt-get install docker.io) and start it." >&2
    exit 1
}
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT INT TERM
root=$context/root
umask 022
mkdir -p "$root/opt" "$root/usr/bin" "$root/etc" "$root/proc" "$root/dev" "$root/sys"
ln -s usr/bin "$root/bin"
cp -a "$image" "$root/opt/muster"
rm -rf "$root/opt/muster/built" "$root/opt/muster/systemd"
cp "$here/container/entrypoint" "$here/container/healthcheck" "$here/container/token" "$root/usr/bin/"
chmod 755 "$root"/usr/bin/*
for program in bash sh readlink cat sleep; do
    cp -L "$(command -v "$program")" "$root/usr/bin/$program"
done

# what the loader finds for them here, at the same places
find "$root/usr/bin" "$root/opt/muster/runtime/bin" "$root/opt/muster/runtime/lib" -type f |
    while read -r file; do ldd "$file" 2>/dev/null || true; done |
    awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }' | grep -v "^$context" | sort -u |
    while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done

echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
printf 'root:x:0:0:root:/:/bin/sh\nmuster:x:10000:10000:Muster:/var/lib/etcd:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nmuster:x:10000:\n' >"$root/etc/group"

# owners are given here, for whoever builds this need not be root
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$root" -cf "$context/rootfs.tar" .
mkdir -p "$context/own/tmp" "$context/own/bootstrap" "$context/own/var/lib/etcd" "$context/own/var/lib/muster-discovery"
chmod 1777 "$context/own/tmp"
tar --owner=10000 --group=10000 --numeric-owner -C "$context/own" -rf "$context/rootfs.tar" \
    ./tmp ./bootstrap ./var/lib/etcd ./var/lib/muster-discovery
cp "$here/container/Dockerfile" "$context/Dockerfile"
rm -rf "$root" "$context/own"
DOCKER_BUILDKIT=0 docker build -q -t "$name" "$context" >"$context/log" 2>&1 || {
    cat "$context/log" >&2
    exit 1
}
echo "$name is ready: $(($(docker image inspect -f '{{.Size}}' "$name") / 1000000)) MB"
