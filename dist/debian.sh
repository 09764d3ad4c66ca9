# A small Debian as a tar file for `docker import`, made by debootstrap of what the system's own archive has. It is made
# once and kept; deleting it is safe. Who comes while it is being made waits for it.
# $1: the file, $2: what it has besides a minimal system with systemd, with commas between
set -eu
kept=$1
packages=systemd,systemd-sysv,dbus${2:+,$2}
release=bookworm

mkdir -p "$(dirname "$kept")"
exec 9>"$kept.lock"
flock 9
[ ! -e "$kept" ] || exit 0
[ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null || {
    echo "a Debian is made by root with debootstrap (apt-get install debootstrap), and $kept is not there." >&2
    exit 1
}
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT INT TERM
# no manuals, but licences; and no waiting for the disk, for what is lost in a power cut is made again
mkdir -p "$work/root/etc/dpkg/dpkg.cfg.d"
cat >"$work/root/etc/dpkg/dpkg.cfg.d/small" <<'END'
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
force-unsafe-io
END
echo "making a Debian with debootstrap, once: a minute or two ..."
debootstrap --variant=minbase --include="$packages" "$release" "$work/root" >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    exit 1
}
tar --numeric-owner --exclude='./var/cache/apt/archives/*.deb' --exclude='./var/lib/apt/lists/*' --exclude='./dev/*' \
    -C "$work/root" -cf "$kept.new" .
mv "$kept.new" "$kept"
