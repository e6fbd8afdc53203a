package dev.gatehouse.demo;

import dev.gatehouse.server.KeycloakServer;
import java.util.ArrayList;
import java.util.List;

/** What people read when everything is up. */
final class ReadyText {

    private ReadyText() {}

    /** @param seconds since the start */
    static String of(Options options, List<Account> accounts, List<Upstream> upstreams, long seconds) {
        String keycloak = "http://localhost:" + options.port();
        String site = "http://localhost:" + options.inboxPort();
        return """

                Ready after %d s.

                  Sign in, see the tokens   %s/login
                  Sign in through a tenant  %s/tenants
                  Inbox for all mail        %s/
                  Account console           %s/realms/platform/account
                  Admin console             %s/admin/   (%s, password: %s)
                  Discovery                 %s/realms/platform/.well-known/openid-configuration

                Accounts of the realm "platform" (password of each: %s)

                %s
                Tenants with an identity provider of their own, whose people have no account here until
                they first come (same password)

                %s
                Try first

                  1. Open %s/login and sign in as dana@acme.example:
                     her device is new, so a mail waits in the inbox. Confirm with its link or its code,
                     and you see the tokens that Enclii's command line gets. Sign out there and sign in
                     again: the device is known. Under "Signing in" the account console lists it;
                     whoever removes it is signed out.
                  2. Sign in as nora@acme.example: first she has to confirm her address by the mail in the
                     inbox, then sign in again. Sign in as mallory@sundsvall.se.evil.example, whose domain
                     only looks like Sundsvall's: she is refused, with an id that the log has too.
                  3. Open %s/login?tenant=sundsvall and you are at
                     Sundsvall's own sign-in. Sign in as ulla@sundsvall.se, confirm the device, sign out
                     here, and open it again: now you are asked.
                  4. %s

                Every message is also a file in %s
                Keycloak writes to %s
                Ctrl-C stops everything; --fresh starts from an empty database.
                """.formatted(
                        seconds,
                        site,
                        site,
                        site,
                        keycloak,
                        keycloak,
                        KeycloakServer.ADMIN,
                        KeycloakServer.ADMIN,
                        keycloak,
                        accounts.get(0).password(),
                        table(accounts),
                        table(site, upstreams),
                        site,
                        site,
                        options.secondFactor()
                                ? "Sign in as adam@acme.example: admins and owners need a second factor;\n"
                                        + "     he is led to setting up an authenticator app."
                                : "Stop, and start with --second-factor: now admins and owners need a second\n"
                                        + "     factor; adam@acme.example is led to setting up an authenticator app.",
                        options.shown(options.mail()),
                        options.shown(options.keycloakLog()));
    }

    private static String table(List<Account> accounts) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Account", "Name", "Role in Enclii", "Organization"));
        for (Account account : accounts) {
            String organizations =
                    account.organizations().isEmpty() ? "none" : String.join(", ", account.organizations());
            rows.add(List.of(
                    account.email(),
                    account.name(),
                    account.roles().isEmpty() ? "none" : String.join(", ", account.roles()),
                    account.emailVerified() ? organizations : organizations + "; address not verified"));
        }
        return text(rows);
    }

    private static String table(String site, List<Upstream> upstreams) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Tenant", "Somebody there", "Sign in"));
        for (Upstream upstream : upstreams) {
            rows.add(List.of(upstream.name(), upstream.person(), site + "/login?tenant=" + upstream.tenant()));
        }
        return text(rows);
    }

    private static String text(List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int index = column;
                int width = rows.stream()
                        .mapToInt(cells -> cells.get(index).length())
                        .max()
                        .orElse(0);
                line.append("  ").append(("%-" + width + "s").formatted(row.get(column)));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }
}
