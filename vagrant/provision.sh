# Run as root on each machine when it is made, after variables that say what it is.
set -euo pipefail

# what a platform's image knows before user-data is looked at
sed -i '/^COREOS_/d' /etc/environment 2>/dev/null || true
printf 'COREOS_PRIVATE_IPV4=%s\nCOREOS_PUBLIC_IPV4=%s\n' "$address" "$address" >>/etc/environment
mkdir -p /var/lib/coreos-vagrant

if ! command -v node-agent >/dev/null; then
    dpkg --install /tmp/muster.deb
    rm -f /tmp/muster.deb
fi

# CoreOS had these, and its sample of user-data starts them. Nothing runs behind such a unit.
for name in fleet flanneld; do
    if ! systemctl cat "$name.service" >/dev/null 2>&1; then
        printf '[Unit]\nDescription=%s, which is not on this machine\nAfter=etcd2.service\n[Service]\n%s\n%s\n%s\n%s\n' \
            "$name" Type=oneshot RemainAfterExit=yes ExecStart=/bin/true Restart=on-failure \
            >"/etc/systemd/system/$name.service"
        sed -i 's/^Restart=.*/&\nRestartSec=5s/' "/etc/systemd/system/$name.service"
        systemctl daemon-reload
    fi
done

# What the first machine's discovery service answers to GET $1, without the head.
ask() {
    exec 3<>"/dev/tcp/$first/$port" || return 1
    printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\nAuthorization: Bearer %s\r\n\r\n' "$1" "$first" "$port" "$secret" >&3
    sed '1,/^\r$/d' <&3
    exec 3>&-
}

if [ "$address" = "$first" ]; then
    if ! systemctl --quiet is-active discovery-server.service; then
        install -m 600 -o muster /dev/stdin /etc/muster-discovery-secret <<<"$secret"
        cat >/etc/default/discovery-server <<VARIABLES
DISC_ADDR=$first:$port
DISC_HOST=http://$first:$port
DISC_ADMIN_SECRET_FILE=/etc/muster-discovery-secret
VARIABLES
        systemctl enable --quiet --now discovery-server.service
    fi
fi

# The first token that was given out there. Each machine asks when it is made, and keeps what it was told.
token() {
    ask '/admin/tokens?limit=1000' | tr '{' '\n' |
        sed -n 's/.*"token":"\([^"]*\)".*"created":"\([^"]*\)".*/\2 \1/p' | sort | sed -n '1s/.* //p'
}
kept=/var/lib/coreos-vagrant/token
for ((tries = 0; tries < 120; tries++)); do
    [ ! -s "$kept" ] || break
    if ! (token >"$kept") 2>/dev/null; then
        sleep 1
    elif [ ! -s "$kept" ]; then
        [ "$address" != "$first" ] || ask "/new?size=$size" >/dev/null
        sleep 1
    fi
done
[ -s "$kept" ] || {
    echo "no token from the discovery service of the first machine, http://$first:$port, after two minutes" >&2
    exit 1
}

# moved in one piece to where muster-boot-late.path waits for it
base64 --decode <<<"$user_data" | sed "/^[[:space:]]*#/!s|<token>|$(cat "$kept")|g" >/var/lib/coreos-vagrant/draft
mv /var/lib/coreos-vagrant/draft /var/lib/coreos-vagrant/vagrantfile-user-data
timeout 300 node-agent status --wait
