package io.muster.agent.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Whom a file belongs to, in numbers; a negative one means "leave as it is".
///
/// Only root can give files away. Anyone else keeps what they write, which is what makes a plan safe to perform below
/// a folder of one's own.
record Ownership(int uid, int gid) {
    static final Ownership ROOT = new Ownership(0, 0);

    private static final boolean AS_ROOT = "root".equals(System.getProperty("user.name"));

    boolean isOf(Path file) throws IOException {
        return !AS_ROOT || (matches(uid, file, "unix:uid") && matches(gid, file, "unix:gid"));
    }

    void give(Path file) throws IOException {
        if (AS_ROOT) {
            if (uid >= 0) {
                Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
            if (gid >= 0) {
                Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static boolean matches(int id, Path file, String attribute) throws IOException {
        return id < 0 || (int) Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS) == id;
    }
}
