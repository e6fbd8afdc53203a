package dev.gatehouse.tenant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;

/** The organizations in the scope of a login, for whoever binds the login to one of them. */
public final class TenantScope {

    private static final char SEPARATOR = ClientScopeModel.VALUE_SEPARATOR.charAt(0);

    /** What would be another scope or several, or names every organization. */
    private static final Pattern UNSPEAKABLE = Pattern.compile("\\*|.*[\\s:].*", Pattern.DOTALL);

    private TenantScope() {}

    /**
     * The aliases that the scope names ({@code organization:<alias>}), whether there are such organizations or not.
     *
     * @param scope names separated by spaces (RFC 6749, section 3.3); null for none
     */
    public static Set<String> named(ClientModel client, String scope) {
        return OrganizationScopes.parse(client, scope).aliases();
    }

    /** Whether the scope lets the person choose ({@code organization}). */
    public static boolean letsChoose(ClientModel client, String scope) {
        return OrganizationScopes.parse(client, scope).choice();
    }

    /** Whether the client may ask for organizations at all. */
    public static boolean mayAsk(ClientModel client) {
        return !organizationScopes(client).isEmpty();
    }

    /**
     * The same scope, but for this one organization.
     *
     * @return empty when the client may not ask for organizations, or no scope can name this one
     */
    public static Optional<String> narrowed(ClientModel client, String scope, String alias) {
        return narrowed(scope, organizationScopes(client), alias);
    }

    private static List<String> organizationScopes(ClientModel client) {
        Map<String, ClientScopeModel> all = new LinkedHashMap<>(client.getClientScopes(false));
        all.putAll(client.getClientScopes(true));
        return all.entrySet().stream()
                .filter(entry -> OrganizationScopes.isOrganization(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    static Optional<String> narrowed(String scope, List<String> organizationScopes, String alias) {
        if (organizationScopes.isEmpty()
                || alias.isEmpty()
                || UNSPEAKABLE.matcher(alias).matches()) {
            return Optional.empty();
        }
        String base = organizationScopes.get(0);
        List<String> kept = new ArrayList<>();
        for (String name : scope == null ? new String[0] : scope.split(" ")) {
            Optional<String> organizations = organizationScopes.stream()
                    .filter(candidate -> name.equals(candidate) || name.startsWith(candidate + SEPARATOR))
                    .findFirst();
            if (organizations.isPresent()) {
                base = organizations.get();
            } else if (!name.isEmpty()) {
                kept.add(name);
            }
        }
        kept.add(base + SEPARATOR + alias);
        return Optional.of(String.join(" ", kept));
    }
}
