package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.cloudconfig.Explanation.Answer;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void anOptionTellsItsTypeMeaningAndVariable() {
        assertEquals(new Answer.Known("""
                        coreos.etcd2.discovery: text
                          URL of the cluster's discovery token, where the members find each other
                          becomes ETCD_DISCOVERY in /run/systemd/system/etcd2.service.d/20-cloudinit.conf
                        """), Explanation.of("coreos.etcd2.discovery"));
    }

    @Test
    void theKeysOfASectionAreListed() {
        Answer.Known units = (Answer.Known) Explanation.of("coreos.units[0]");

        assertTrue(units.text().startsWith("coreos.units: a list of sections\n"), units.text());
        assertTrue(units.text().contains("\n  drop_ins                          files that add"), units.text());
        assertTrue(Explanation.overview().contains("\n  write_files   "), Explanation.overview());
    }

    @Test
    void hyphensAndListPositionsAreTaken() {
        assertEquals(Explanation.of("coreos.units.drop_ins.name"), Explanation.of("coreos.units[3].drop-ins[].name"));
        assertFalse(Explanation.of("write-files.permissions") instanceof Answer.Unknown);
    }

    @Test
    void aCodeIsExplainedWithOrWithoutItsBrackets() {
        assertEquals(Explanation.of("port-clash"), Explanation.of("[port-clash]"));
        assertTrue(Explanation.of("port-clash") instanceof Answer.Known);
    }

    @Test
    void whatThereIsNotIsNamedWithAGuess() {
        assertEquals(
                new Answer.Unknown("there is no key \"discovry\" in coreos.etcd2; did you mean discovery?"),
                Explanation.of("coreos.etcd2.discovry"));
        assertEquals(new Answer.Unknown("there is no key \"etcd2\"; it belongs under coreos"), Explanation.of("etcd2"));
        assertEquals(new Answer.Unknown("hostname is text and has no keys"), Explanation.of("hostname.x"));
    }
}
