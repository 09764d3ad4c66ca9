package io.muster.cloudconfig;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a unit can be told to do at the end of a boot.
public enum UnitCommand {
    START,
    STOP,
    RESTART,
    RELOAD,
    TRY_RESTART,
    RELOAD_OR_RESTART,
    RELOAD_OR_TRY_RESTART;

    /// systemctl's spelling.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<UnitCommand> of(String word) {
        return Arrays.stream(values())
                .filter(command -> command.toString().equals(word))
                .findFirst();
    }
}
