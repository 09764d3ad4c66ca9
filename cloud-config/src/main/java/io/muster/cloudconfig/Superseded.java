package io.muster.cloudconfig;

import io.muster.cloudconfig.Step.AuthorizeKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leaves out the steps whose effect a later step of the same plan replaces. Were both performed, a second run would do
/// and undo them again, and everything that looks at the machine would see it change twice.
/// Keys are authorized as often as the document asks for it, as coreos-cloudinit does, but with those that stay
/// from the first time on.
final class Superseded {
    private Superseded() {}

    static List<Step> leftOut(List<Step> steps) {
        Set<String> settled = new HashSet<>();
        Map<String, AuthorizeKeys> lastKeys = new HashMap<>();
        List<Step> kept = new ArrayList<>();
        for (Step step : steps.reversed()) {
            if (step instanceof AuthorizeKeys keys) {
                AuthorizeKeys last = lastKeys.computeIfAbsent(keys.user() + " " + keys.keyName(), key -> keys);
                kept.add(new AuthorizeKeys(keys.user(), keys.keyName(), last.keys(), keys.reason()));
                continue;
            }
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
            case AuthorizeKeys keys -> null;
            case Step.SetHostname hostname -> "hostname";
            case Step.AddUser user -> null;
            case Step.UnmaskUnit unit -> null;
            case Step.EnableUnit unit -> null;
            case Step.RestartNetwork network -> null;
            case Step.ReloadUnits reload -> null;
            case Step.CommandUnit command -> null;
            case Step.RunScript script -> null;
        };
    }
}
