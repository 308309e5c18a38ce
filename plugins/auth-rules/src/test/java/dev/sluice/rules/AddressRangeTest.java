package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.6/31, 192.0.2.7, true",
        "192.0.2.6/31, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 203.0.113.9, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:DB8::1, 2001:db8:0:0::1, true",
        "::1, 127.0.0.1, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:192.0.2.7, 192.0.2.7, true"
    })
    void shouldContainWhatSharesItsFirstBits(String range, String address, boolean expected)
            throws UnknownHostException {
        assertThat(AddressRange.of(range).contains(InetAddress.getByName(address)))
                .isEqualTo(expected);
    }

    @Test
    void shouldTakeMappedAddressesForIpv4() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 10;
        mapped[15] = 9;
        InetAddress address = Inet6Address.getByAddress("", mapped, -1);

        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(AddressRange.of("10.0.0.0/24").contains(address)).isTrue();
        assertThat(AddressRange.of("10.0.1.0/24").contains(address)).isFalse();
        assertThat(AddressRange.of("::/0").contains(address)).isFalse();
    }

    @Test
    void shouldIgnoreTheScopeOfLinkLocalAddresses() throws UnknownHostException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();

        assertThat(AddressRange.of("fe80::/10").contains(Inet6Address.getByAddress("", bytes, 3)))
                .isTrue();
    }

    @Test
    void shouldAgreeWithComparingBits() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int bytes = random.nextBoolean() ? 4 : 16;
            int prefix = random.nextInt(bytes * 8 + 1);
            byte[] network = new byte[bytes];
            random.nextBytes(network);
            // no address that is IPv4 after all
            network[0] = 32;
            byte[] address = network.clone();
            int flipped = random.nextInt(bytes * 8 + 1);
            if (flipped < bytes * 8) {
                address[flipped / 8] ^= (byte) (0x80 >> flipped % 8);
            }
            String masked = InetAddress.getByAddress(masked(network, prefix)).getHostAddress();

            assertThat(AddressRange.of(masked + "/" + prefix).contains(InetAddress.getByAddress(address)))
                    .as("seed %d: %s/%d, bit %d", seed, masked, prefix, flipped)
                    .isEqualTo(bits(network)
                            .substring(0, prefix)
                            .equals(bits(address).substring(0, prefix)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "localhost",
                "example.org",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "1",
                "0x7f.0.0.1",
                "::1/129",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "fe80::1%eth0",
                "[::1]",
                "2001:db8::/x",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/8",
                "10.0.0.0/99999999999",
                " 10.0.0.1"
            })
    void shouldRefuseWhatIsNoRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.of(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5/8, 10.0.0.0/8", "192.0.2.255/25, 192.0.2.128/25", "2001:db8::1/32, 2001:db8:0:0:0:0:0:0/32"})
    void shouldSuggestTheRangeWhenBitsAreLeft(String text, String suggestion) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.of(text))
                .withMessageContaining("did you mean '" + suggestion + "'?");
    }

    private static byte[] masked(byte[] address, int prefix) {
        BigInteger mask = BigInteger.ONE
                .shiftLeft(address.length * 8)
                .subtract(BigInteger.ONE.shiftLeft(address.length * 8 - prefix));
        byte[] masked = new BigInteger(1, address).and(mask).toByteArray();
        byte[] bytes = new byte[address.length];
        int length = Math.min(masked.length, bytes.length);
        System.arraycopy(masked, masked.length - length, bytes, bytes.length - length, length);
        return bytes;
    }

    private static String bits(byte[] address) {
        StringBuilder bits = new StringBuilder();
        for (byte b : Arrays.copyOf(address, address.length)) {
            bits.append(Integer.toBinaryString(b & 0xff | 0x100).substring(1));
        }
        return bits.toString();
    }
}
