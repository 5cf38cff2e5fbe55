package minibit.core.dht.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.IpLiteral;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ids that go with addresses, against the published rows and more of the same kind. */
class SecureIdsTest {
  @Test
  void rowsFitOrNotAsTheyShould() {
    for (JsonNode row : Vectors.json("closed-form.json").get("bep42_node_id")) {
      byte[] ip = IpLiteral.parse(row.get("ip").asString()).orElseThrow();
      NodeId id = NodeId.of(HexFormat.of().parseHex(row.get("node_id").asString()));

      assertThat(SecureIds.fits(new NodeContact(id, PeerAddress.of(ip, 1))))
          .as(row.toString())
          .isEqualTo(row.get("valid").asBoolean());
      if (row.has("crc32c")) {
        assertThat(HexFormat.of().toHexDigits(SecureIds.checksum(ip, row.get("rand").asInt() & 7)))
            .isEqualTo(row.get("crc32c").asString());
      }
    }
  }

  @Seeds(50)
  void whatIsMadeFits(long seed) {
    var random = new SplittableRandom(seed);
    byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(ip);
    PeerAddress address = PeerAddress.of(ip, 6881);

    NodeId made = SecureIds.make(address, random);

    assertThat(SecureIds.fits(made, address.ip())).isTrue();
    ip[1] ^= 1;
    if (!Hosts.isLocal(PeerAddress.of(ip, 1))) {
      assertThat(SecureIds.fits(new NodeContact(made, PeerAddress.of(ip, 1)))).isFalse();
    }
  }

  @Test
  void localAddressesMayHaveAnyId() {
    NodeId any = NodeId.random(new SplittableRandom(1));
    for (String local :
        new String[] {"10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.1.1", "127.0.0.9", "::1"}) {
      PeerAddress address = PeerAddress.of(IpLiteral.parse(local).orElseThrow(), 1);
      assertThat(SecureIds.fits(new NodeContact(any, address))).as(local).isTrue();
    }
  }
}
