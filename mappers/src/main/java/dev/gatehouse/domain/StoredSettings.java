package dev.gatehouse.domain;

import dev.gatehouse.domain.DomainSettings.Listing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.common.Version;
import org.keycloak.models.ClientModel;
import org.keycloak.models.OrganizationDomainModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;

/** Reads {@link DomainSettings} from what Keycloak stores. */
final class StoredSettings {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");

    private StoredSettings() {}

    static DomainSettings of(RealmModel realm) {
        return of(
                realm::getAttribute,
                DomainAttributes.REALM_LIST,
                DomainAttributes.REALM_ALLOW_ALL,
                DomainAttributes.REALM_MODE,
                DomainAttributes.REALM_AT_REFRESH,
                DomainAttributes.REALM_TENANTS,
                DomainAttributes.REALM_DEVICES);
    }

    static DomainSettings of(ClientModel client) {
        return of(
                client::getAttribute,
                DomainAttributes.CLIENT_LIST,
                DomainAttributes.CLIENT_ALLOW_ALL,
                DomainAttributes.CLIENT_REFUSAL,
                DomainAttributes.CLIENT_DEVICES);
    }

    private static DomainSettings of(UnaryOperator<String> attributes, String list, String... words) {
        Map<String, List<String>> values = new HashMap<>();
        for (String word : words) {
            String value = attributes.apply(word);
            if (DomainAttributes.isSet(value)) {
                values.put(word, List.of(value));
            }
        }
        return new DomainSettings(
                List.of(new Listing(list, DomainAttributes.entries(attributes.apply(list)), true)), values);
    }

    static DomainSettings of(OrganizationModel organization) {
        Map<String, List<String>> attributes = organization.getAttributes();
        List<String> own = organization
                .getDomains()
                .map(OrganizationDomainModel::getName)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        Map<String, List<String>> words = new HashMap<>();
        for (String word : List.of(DomainAttributes.TENANT_ALLOW_ALL, DomainAttributes.TENANT_LISTED)) {
            List<String> values = DomainAttributes.values(attributes, word);
            if (!values.isEmpty()) {
                words.put(word, values);
            }
        }
        return new DomainSettings(
                List.of(
                        new Listing(DomainAttributes.TENANT_OWN, own, knowsWildcards(Version.VERSION)),
                        new Listing(
                                DomainAttributes.TENANT_ADMITTED,
                                DomainAttributes.values(attributes, DomainAttributes.TENANT_ADMITTED),
                                true)),
                words);
    }

    /** Whether an organization's own domains may be {@code *.example.com}: since Keycloak 26.7. */
    static boolean knowsWildcards(String keycloakVersion) {
        Matcher version = VERSION.matcher(keycloakVersion);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 26 || major == 26 && Integer.parseInt(version.group(2)) >= 7;
    }
}
