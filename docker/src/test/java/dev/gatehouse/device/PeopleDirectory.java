package dev.gatehouse.device;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import dev.gatehouse.platform.PlatformRealm;
import java.util.Map;

/** A directory (LDAP) from which a realm takes people, and which keeps their passwords. */
final class PeopleDirectory implements AutoCloseable {

    private static final String BASE = "dc=acme,dc=example";
    private static final String ADMIN = "cn=admin";

    private final InMemoryDirectoryServer server;

    private PeopleDirectory(InMemoryDirectoryServer server) {
        this.server = server;
    }

    static PeopleDirectory start() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials(ADMIN, ADMIN);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("directory"));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: " + BASE, "objectClass: domain", "dc: acme");
        server.startListening();
        return new PeopleDirectory(server);
    }

    /** Has the realm take its people from here, and write their new passwords back. */
    void joinTo(PlatformRealm realm) {
        ObjectNode component = new JsonMapper()
                .createObjectNode()
                .put("name", "directory")
                .put("providerId", "ldap")
                .put("providerType", "org.keycloak.storage.UserStorageProvider");
        ObjectNode config = component.putObject("config");
        Map.ofEntries(
                        Map.entry("enabled", "true"),
                        Map.entry("vendor", "other"),
                        Map.entry(
                                "connectionUrl",
                                "ldap://" + realm.server().thisMachine() + ":" + server.getListenPort()),
                        Map.entry("bindDn", ADMIN),
                        Map.entry("bindCredential", ADMIN),
                        Map.entry("authType", "simple"),
                        Map.entry("usersDn", BASE),
                        Map.entry("userObjectClasses", "inetOrgPerson"),
                        Map.entry("usernameLDAPAttribute", "uid"),
                        Map.entry("rdnLDAPAttribute", "uid"),
                        Map.entry("uuidLDAPAttribute", "entryUUID"),
                        Map.entry("editMode", "WRITABLE"),
                        Map.entry("importEnabled", "true"),
                        Map.entry("trustEmail", "true"),
                        Map.entry("searchScope", "1"),
                        Map.entry("pagination", "false"))
                .forEach((key, value) -> config.putArray(key).add(value));
        realm.admin().post(realm.path("/components"), component);
    }

    /** A developer of Enclii whose password {@code password} is kept here. */
    Somebody add(PlatformRealm realm, String email) throws LDAPException, LDIFException {
        server.add(
                "dn: uid=" + email + "," + BASE,
                "objectClass: inetOrgPerson",
                "uid: " + email,
                "mail: " + email,
                "cn: Some",
                "sn: Body",
                "userPassword: password");
        Somebody somebody =
                new Somebody(realm, email, realm.user(email).get("id").textValue());
        realm.join(email, "/developers");
        return somebody;
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
