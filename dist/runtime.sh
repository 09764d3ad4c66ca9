# Called by the build: links the Java runtime that the image's launchers prefer to any JDK of the machine. It holds what
# our programs and their libraries use and nothing else; a class of another module would be missed at run time only,
# which is why the suites that run the image run it with this runtime.
# $1: the image
set -eu
. "$1/launch/find-jdk.sh"
jdk=$(find_jdk)
modules=java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.xml
modules=$modules,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported
runtime=$1/runtime

# A provider of cryptography that the runtime's security file names and its modules lack is looked for among our jars:
# that makes an instance of Bouncy Castle's, which costs each program about as much as all the rest of its start.
keep_providers() {
    security=$runtime/conf/security/java.security
    awk '/^security\.provider\.[0-9]+=/ {
             sub(/^[^=]*=/, "")
             if ($0 ~ /^(SUN|SunRsaSign|SunEC|SunJSSE|SunJCE|SunSASL|JdkLDAP)$/) print "security.provider." ++kept "=" $0
             next
         }
         { print }' "$security" >"$security.new"
    mv "$security.new" "$security"
}

# linking takes seconds, and a new runtime makes every class-data archive useless
made_of="$modules $(cat "$0") $(cat "$jdk/release")"
if [ -e "$runtime/made-of" ] && [ "$(cat "$runtime/made-of")" = "$made_of" ]; then
    exit 0
fi
rm -rf "$runtime"
if [ -x "$jdk/bin/jlink" ] && "$jdk/bin/jlink" --add-modules "$modules" --vm=server --compress=zip-6 \
    --no-header-files --no-man-pages --output "$runtime"; then
    keep_providers
    printf '%s\n' "$made_of" >"$runtime/made-of"
else
    rm -rf "$runtime"
    echo "$jdk cannot link a runtime (its modules may be a package of their own): the launchers will look for a JDK 25." >&2
fi
