package io.muster.cloudconfig;

/// What can be wrong with a document beyond keys and types. What the original applied without complaint is a warning
/// here; what it refused, or what would do harm, is an error.
final class Rules {
    private Rules() {}

    static void check(Value.Section document, Deployment deployment, Report.Builder report) {
        AccountRules.check(document, report);
        FileRules.check(document.sections("write_files"), report);
        document.section("coreos").ifPresent(coreos -> {
            UnitRules.check(coreos, report);
            OrderRules.check(coreos.sections("units"), report);
            PortRules.check(coreos, report);
            for (OptionSection section : OptionSection.values()) {
                coreos.section(section.key()).ifPresent(options -> options(section, options, deployment, report));
            }
            coreos.section("oem")
                    .filter(oem -> oem.text("id").isEmpty())
                    .ifPresent(oem -> report.warning(
                            oem.at(),
                            Code.USELESS_SETTING,
                            "coreos.oem has no id, so /etc/oem-release is not written",
                            "give it an id"));
        });
    }

    private static void options(
            OptionSection section, Value.Section options, Deployment deployment, Report.Builder report) {
        PlaceholderRules.check(options, report);
        switch (section) {
            case ETCD, ETCD2 -> {
                OptionRules.check(options, report);
                MemberRules.check(options, report);
                ClusterRules.check(options, deployment, report);
            }
            case FLEET, LOCKSMITH -> OptionRules.check(options, report);
            case FLANNEL -> {}
        }
    }
}
