package io.muster.cloudconfig;

/// What can be wrong with a document beyond keys and types. What the original applied without complaint is a warning
/// here; what it refused, or what would do harm, is an error.
final class Rules {
    private Rules() {}

    static void check(Value.Section document, Report.Builder report) {
        document.sections("users").forEach(user -> {
            if (user.text("name").isEmpty()) {
                report.warning(user.at(), Code.NO_NAME, "this user has no name", "it is left out: give it a name");
            }
        });
        FileRules.check(document.sections("write_files"), report);
        document.section("coreos").ifPresent(coreos -> {
            UnitRules.check(coreos.sections("units"), report);
            coreos.section(OptionSection.ETCD.key()).ifPresent(etcd -> MemberRules.check(etcd, report));
            coreos.section(OptionSection.ETCD2.key()).ifPresent(etcd -> MemberRules.check(etcd, report));
            coreos.section("oem")
                    .filter(oem -> oem.text("id").isEmpty())
                    .ifPresent(oem -> report.warning(
                            oem.at(),
                            Code.USELESS_SETTING,
                            "coreos.oem has no id, so /etc/oem-release is not written",
                            "give it an id"));
        });
    }
}
