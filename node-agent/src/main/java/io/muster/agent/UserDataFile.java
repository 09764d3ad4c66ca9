package io.muster.agent;

import io.muster.cloudconfig.UserData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// User-data that lies in a file.
record UserDataFile(Path file) {
    private static final int MAX_BYTES = 16 << 20;

    UserData read() throws Refusal {
        if (Files.isDirectory(file)) {
            throw new Refusal("user-data %s is a folder; name the file in it".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new Refusal("user-data %s does not exist; check the path".formatted(file), e);
        } catch (AccessDeniedException e) {
            throw new Refusal("user-data %s may not be read by this user; check its permissions".formatted(file), e);
        } catch (IOException e) {
            throw new Refusal("user-data %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Reads user-data to its end.
    ///
    /// @param name of where it comes from, for messages
    static UserData read(InputStream in, String name) throws Refusal {
        try {
            byte[] data = in.readNBytes(MAX_BYTES + 1);
            if (data.length > MAX_BYTES) {
                throw new Refusal(
                        "user-data %s is larger than 16 MB; let it fetch large files instead".formatted(name));
            }
            return UserData.recognise(data);
        } catch (IOException e) {
            throw new Refusal("user-data %s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }
}
