# Sourced by ./muster and by the launchers: prints the home of a JDK 25, also where the default `java` is older.
# Looks at JAVA_HOME, the java on the PATH, and the places where systems and sdkman put JDKs.

is_jdk_25() {
    [ -x "$1/bin/java" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release" 2>/dev/null
}

find_jdk() {
    on_path=$(command -v java || true)
    for home in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$home" ] && is_jdk_25 "$home"; then
            echo "$home"
            return 0
        fi
    done
    echo "No JDK 25 found: install one (Debian: apt-get install temurin-25-jdk, or openjdk-25-jdk) or point JAVA_HOME at it." >&2
    return 1
}
