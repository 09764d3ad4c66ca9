package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leaves out the steps whose effect a later step of the same plan replaces. Were both performed, a second run would do
/// and undo them again, and everything that looks at the machine would see it change twice.
final class Superseded {
    private Superseded() {}

    static List<Step> leftOut(List<Step> steps) {
        Set<String> settled = new HashSet<>();
        List<Step> kept = new ArrayList<>();
        for (Step step : steps.reversed()) {
            @Nullable String settles = settles(step);
            if (settles == null || settled.add(settles)) {
                kept.add(step);
            }
        }
        return List.copyOf(kept.reversed());
    }

    /// What the step decides alone, whatever was there before; null where it adds to it.
    private static @Nullable String settles(Step step) {
        return switch (step) {
            case Step.WriteFile file -> "path " + file.path();
            case Step.PlaceUnit unit -> "path " + unit.path();
            case Step.PlaceDropIn dropIn -> "path " + dropIn.path();
            case Step.MaskUnit unit -> "path " + unit.path();
            case Step.SetPassword password -> "password " + password.user();
            case Step.AuthorizeKeys keys -> "keys " + keys.user() + " " + keys.keyName();
            case Step.SetHostname hostname -> "hostname";
            case Step.AddUser user -> null;
            case Step.UnmaskUnit unit -> null;
            case Step.EnableUnit unit -> null;
            case Step.ReloadUnits reload -> null;
            case Step.CommandUnit command -> null;
            case Step.RunScript script -> null;
        };
    }
}
