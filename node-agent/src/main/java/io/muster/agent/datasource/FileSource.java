package io.muster.agent.datasource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// User-data that lies in a file.
public record FileSource(Path file) implements Datasource {
    private static final int MAX_BYTES = 16 << 20;

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public boolean isAvailable() {
        return Files.exists(file);
    }

    @Override
    public byte[] userData() throws FetchFailed {
        return read(file);
    }

    static byte[] read(Path file) throws FetchFailed {
        if (Files.isDirectory(file)) {
            throw new FetchFailed("user-data %s is a folder; name the file in it".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] data = in.readNBytes(MAX_BYTES + 1);
            if (data.length > MAX_BYTES) {
                throw new FetchFailed(
                        "user-data %s is larger than 16 MB; let it fetch large files instead".formatted(file));
            }
            return data;
        } catch (NoSuchFileException e) {
            throw new FetchFailed("user-data %s does not exist; check the path".formatted(file), e);
        } catch (AccessDeniedException e) {
            throw new FetchFailed(
                    "user-data %s may not be read by this user; check its permissions".formatted(file), e);
        } catch (IOException e) {
            throw new FetchFailed("user-data %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
