package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void everySectionHasTheOriginalsNumberOfOptions() {
        assertEquals(
                List.of(49, 41, 17, 9, 11),
                List.of(
                        OptionSection.ETCD.options().size(),
                        OptionSection.ETCD2.options().size(),
                        OptionSection.FLEET.options().size(),
                        OptionSection.LOCKSMITH.options().size(),
                        OptionSection.FLANNEL.options().size()));
    }

    @Test
    void aDropInHasTheOrderOfTheTableAndEscapesWhatWouldBreakIt() {
        Options options = new Options(
                OptionSection.ETCD2, Map.of("name", "a \"b\"", "cors", "c\\d", "debug", "", "data_dir", "/x\ny"));

        assertEquals("""
                [Service]
                Environment="ETCD_CORS=c\\\\d"
                Environment="ETCD_DATA_DIR=/x\\ny"
                Environment="ETCD_NAME=a \\"b\\""
                """, OptionDropIn.unit(options));
    }

    @Test
    void someVariablesHaveNamesOfTheirOwn() {
        assertEquals("ETCD_SNAPSHOTCOUNT", OptionSection.ETCD.variable("snapshot_count"));
        assertEquals("ETCD_SNAPSHOT_COUNT", OptionSection.ETCD2.variable("snapshot_count"));
        assertEquals("REBOOT_WINDOW_START", OptionSection.LOCKSMITH.variable("window_start"));
        assertEquals("FLANNELD_IFACE", OptionSection.FLANNEL.variable("interface"));
    }

    @Test
    void anOptionThatTheSectionDoesNotKnowIsAFaultOfTheProgram() {
        assertThrows(IllegalArgumentException.class, () -> new Options(OptionSection.FLANNEL, Map.of("name", "a")));
    }
}
