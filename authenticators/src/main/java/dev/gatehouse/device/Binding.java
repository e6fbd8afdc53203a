package dev.gatehouse.device;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a device's trust, and that of a session, is bound to: a change of the person's address or password, by whomever and wherever,
 * makes another binding.
 */
final class Binding {

    /**
     * Attributes in which directories say when a password was changed (Active Directory; the OpenLDAP password policy and 389): where a
     * mapper brings one of them in, a change in the directory counts like one here.
     */
    static final List<String> DIRECTORY_ATTRIBUTES = List.of("pwdLastSet", "pwdChangedTime");

    private Binding() {}

    /**
     * @param user id of the person
     * @param address null for none
     * @param passwordCreated of each password credential, milliseconds since the epoch; null where Keycloak does not know
     * @param directory values of {@link #DIRECTORY_ATTRIBUTES}, null for what is missing
     * @return a hash, base64url
     */
    static String of(String user, String address, List<Long> passwordCreated, List<String> directory) {
        return DeviceSecret.hash(String.join(
                "\n",
                user,
                String.valueOf(address),
                passwordCreated.stream().map(String::valueOf).sorted().collect(Collectors.joining(",")),
                directory.stream().map(String::valueOf).collect(Collectors.joining("\n"))));
    }
}
