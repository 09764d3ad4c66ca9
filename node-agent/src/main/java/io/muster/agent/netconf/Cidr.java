package io.muster.agent.netconf;

import io.muster.agent.datasource.Ip;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// An address and how many of its bits name the network.
record Cidr(InetAddress address, int bits) {
    Cidr {
        if (bits < 0 || bits > address.getAddress().length * 8) {
            throw new IllegalArgumentException("%d bits of %s".formatted(bits, Ip.print(address)));
        }
    }

    /// Reads `10.0.0.2/24`.
    static Cidr parse(String text) throws NetconfFault {
        int slash = text.indexOf('/');
        if (slash > 0 && text.substring(slash + 1).matches("\\d{1,3}")) {
            InetAddress address = address(text.substring(0, slash), "address");
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits <= address.getAddress().length * 8) {
                return new Cidr(address, bits);
            }
        }
        throw new NetconfFault("'%s' is no address with its length, such as 10.0.0.2/24".formatted(text));
    }

    static Cidr of(String address, String netmask) throws NetconfFault {
        return new Cidr(address(address, "address"), bits(netmask));
    }

    static InetAddress address(String text, String what) throws NetconfFault {
        return Ip.parse(text).orElseThrow(() -> new NetconfFault("%s '%s' is no address".formatted(what, text)));
    }

    /// The address with all bits beyond the network's cleared.
    Cidr network() {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            return new Cidr(InetAddress.getByAddress(bytes), bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address keeps its length", e);
        }
    }

    static int bits(String netmask) throws NetconfFault {
        byte[] mask = address(netmask, "netmask").getAddress();
        int bits = 0;
        boolean ended = false;
        for (byte part : mask) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean set = (part >> bit & 1) == 1;
                if (set && ended) {
                    throw new NetconfFault("netmask '%s' has a gap".formatted(netmask));
                }
                ended |= !set;
                bits += set ? 1 : 0;
            }
        }
        return bits;
    }

    @Override
    public String toString() {
        return Ip.print(address) + "/" + bits;
    }
}
