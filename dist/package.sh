# Called by ./muster package: the image as an archive that needs no Java, and as a Debian package. The same image gives
# the same bytes: names are sorted, owners are root, and every time is that of the commit, or the one that the build gave.
# $1: the image, $2: where both are put
set -eu
image=$1
out=$2
here=$(cd "$(dirname "$0")" && pwd)

[ -x "$image/runtime/bin/java" ] || {
    echo "$image has no Java runtime of its own, so it cannot be packed; build it with a JDK that can jlink." >&2
    exit 1
}
[ -e "$image/muster.cdx.json" ] || {
    echo "$image has no muster.cdx.json, the list of what is inside; ./muster build makes it." >&2
    exit 1
}
version=$(basename "$image"/lib/node-agent-*.jar .jar)
version=${version#node-agent-}
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct)}"

# what is later than this dpkg-deb makes as old, and the class-data archives know the jars by the build's time
stamp=$(stat -c %Y "$image"/lib/node-agent-*.jar)
[ "$stamp" -le "$SOURCE_DATE_EPOCH" ] || SOURCE_DATE_EPOCH=$stamp

work=$out/package
rm -rf "$work"
trap 'rm -rf "$work"' EXIT INT TERM

# What both hold.
lay_down() {
    mkdir -p "$(dirname "$1")"
    cp -a "$image" "$1"
    rm -f "$1/built"
    chmod -R u+rwX,go+rX,go-w "$1"
}

# All but the jars and the runtime, of which the class-data archives know the times.
date_all() {
    find "$1" ! -path '*/lib/*.jar' ! -path '*/runtime/*' -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

archive() {
    lay_down "$work/archive/muster-$version"
    date_all "$work/archive"
    tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu \
        -C "$work/archive" -cf - "muster-$version" | gzip -n -6 >"$out/muster-$version-linux-x64.tar.gz"
}

debian() {
    root=$work/debian
    lay_down "$root/opt/muster"
    mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/systemd/system" "$root/usr/lib/sysusers.d" \
        "$root/usr/lib/udev/rules.d" "$root/etc/default" "$root/usr/share/doc/muster" "$root/usr/share/man/man1"
    for program in "$root"/opt/muster/bin/*; do
        ln -s "/opt/muster/bin/${program##*/}" "$root/usr/bin/${program##*/}"
    done
    mv "$root/opt/muster/systemd/sysusers.conf" "$root/usr/lib/sysusers.d/muster.conf"
    mv "$root/opt/muster/systemd"/*.rules "$root/usr/lib/udev/rules.d/"
    mv "$root/opt/muster/systemd"/* "$root/usr/lib/systemd/system/"
    rmdir "$root/opt/muster/systemd"
    mv "$root/opt/muster/LICENSE" "$root/usr/share/doc/muster/copyright"
    mv "$root/opt/muster/muster.cdx.json" "$root/usr/share/doc/muster/"
    gzip -n -9 <"$here/../CHANGELOG.md" >"$root/usr/share/doc/muster/changelog.gz"
    for page in "$here"/package/man/*.1; do
        gzip -n -9 <"$page" >"$root/usr/share/man/man1/${page##*/}.gz"
    done
    ln -s keyspace-server.1.gz "$root/usr/share/man/man1/etcd.1.gz"
    ln -s node-agent.1.gz "$root/usr/share/man/man1/coreos-cloudinit.1.gz"
    cp "$here"/package/default/* "$root/etc/default/"
    (cd "$root" && find etc -type f | LC_ALL=C sort | sed 's,^,/,') >"$root/DEBIAN/conffiles"
    cp "$here"/package/debian/* "$root/DEBIAN/"
    chmod 755 "$root"/DEBIAN/p*
    control >"$root/DEBIAN/control"
    date_all "$root"
    # most of it is compressed already, so xz takes thrice as long and saves a tenth
    dpkg-deb --root-owner-group -Zgzip -z6 --build "$root" "$out/muster_$(debian_version)_amd64.deb" >/dev/null
}

debian_version() {
    echo "$version" | sed 's/-SNAPSHOT/~SNAPSHOT/'
}

control() {
    cat <<CONTROL
Package: muster
Version: $(debian_version)
Architecture: amd64
Maintainer: Muster <muster@localhost>
Depends: libc6 (>= 2.31), passwd
Recommends: systemd
Conflicts: etcd, etcd-server, etcd-client
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)
Section: net
Priority: optional
Description: cluster that finds itself, and keeps its shared state
 Boots machines from a cloud-config document into a cluster that finds itself
 through a discovery URL and serves the etcd v2 keyspace: keyspace-server
 (etcd), discovery-server, node-agent (coreos-cloudinit) and etcdctl, with a
 Java runtime of their own.
CONTROL
}

umask 022
archive &
debian
wait $!
cp "$image/muster.cdx.json" "$out/muster-$version.cdx.json"
