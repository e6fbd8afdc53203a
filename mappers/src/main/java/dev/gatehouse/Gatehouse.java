package dev.gatehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The product as the admin console's server info page shows it beside each of its providers. */
public final class Gatehouse {

    /** Version of the JAR, as in its file name; never null. */
    public static final String VERSION = readVersion();

    private Gatehouse() {}

    /**
     * What each provider factory of Gatehouse returns from
     * {@link org.keycloak.provider.ServerInfoAwareProviderFactory#getOperationalInfo()}.
     */
    public static Map<String, String> operationalInfo() {
        return Map.of("Gatehouse", VERSION);
    }

    private static String readVersion() {
        try (InputStream in = Gatehouse.class.getResourceAsStream("gatehouse.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
