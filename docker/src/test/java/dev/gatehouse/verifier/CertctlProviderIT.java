package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.PlatformRealm;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** certctl takes the realm as its provider at all, which it does by the discovery document. */
class CertctlProviderIT {

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm();

    @Test
    void certctlTakesTheRealmAsItsProvider() throws Exception {
        Certctl certctl = new Certctl(CodeFlow.at(REALM).provider(), "certctl", "groups", Map.of());
        assertThat(certctl.addProvider()).asString().isEqualTo("accepted");
    }
}
