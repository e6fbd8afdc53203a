package dev.gatehouse.firstadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.broker.MockProvider;
import dev.gatehouse.platform.PlatformRealm;
import dev.gatehouse.server.Postgres;
import dev.gatehouse.server.TwoNodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Only the database decides who is first: on two nodes at once, and when it fails in the middle. */
class FirstAdminRaceIT {

    private static final int PEOPLE = 100;
    private static final int AT_ONCE = 16;
    private static final String ADMINS = "platform-admins";

    @RegisterExtension
    static final PlatformRealm REALM = new PlatformRealm(TwoNodes::get, Tenants::addFlow);

    private static MockProvider mock;
    private static Tenants tenants;
    private static Postgres database;

    @BeforeAll
    static void startTheProvider() throws Exception {
        mock = MockProvider.start(REALM.server());
        tenants = new Tenants(REALM, mock);
        database = TwoNodes.get().database();
    }

    @AfterAll
    static void stopIt() {
        if (mock != null) {
            mock.close();
        }
    }

    @Test
    void ofAHundredFirstLoginsOnTwoNodesOneIsTheFirst() throws Exception {
        tenants.add("race");
        List<String> names =
                IntStream.range(0, PEOPLE).mapToObj(i -> "person" + i).toList();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Tenants.Answered> begun;
        List<String> redirects;
        try {
            // as far as the provider's answer, so that what follows happens at once
            begun = all(threads, names, name -> tenants.begin("race", name, List.of(ADMINS)));
            redirects = all(threads, begun, login -> tenants.logIn(login).url().toString());
        } finally {
            threads.shutdownNow();
        }
        assertThat(redirects).hasSize(PEOPLE).allMatch(redirect -> redirect.contains("code="));
        assertThat(names.stream().filter(name -> tenants.isAdmin("race", name))).hasSize(1);
        assertThat(tenants.events("race")).hasSize(1);
        String winner = tenants.events("race").get(0).get("userId").textValue();
        assertThat(database.query("select user_id, identity_provider from gatehouse_first_admin " + ofThisRealm()
                        + " and identity_provider = 'race'"))
                .isEqualTo(winner + "|race");
        for (var node : TwoNodes.get().nodes()) {
            assertThat(node.log()).contains("ISPN000094").doesNotContain("nothing of it stands");
        }
    }

    @Test
    void whenTheDatabaseFailsInTheMiddleNothingStandsAndTheLoginGoesOn() throws Exception {
        tenants.add("failing");
        tenants.logIn("failing", "ada");
        String group = REALM.admin()
                .get(REALM.path("/group-by-path" + Tenants.ADMINS))
                .get("id")
                .textValue();
        database.query("create function refuse() returns trigger language plpgsql as "
                + "$$ begin raise exception 'the disk is full'; end $$");
        database.query("create trigger refuse before insert on user_group_membership for each row "
                + "when (new.group_id = '" + group + "') execute function refuse()");
        try {
            tenants.logIn("failing", "ada", ADMINS);
        } finally {
            database.query("drop trigger refuse on user_group_membership");
            database.query("drop function refuse()");
        }
        assertThat(REALM.server().log()).contains("the disk is full").contains("nothing of it stands");
        assertThat(tenants.isAdmin("failing", "ada")).isFalse();
        assertThat(tenants.events("failing")).isEmpty();
        assertThat(claims("failing")).isEqualTo("0");

        tenants.logIn("failing", "ada", ADMINS);
        assertThat(tenants.isAdmin("failing", "ada"))
                .as("the next login tries again")
                .isTrue();
        assertThat(tenants.events("failing")).hasSize(1);
        assertThat(claims("failing")).isEqualTo("1");
    }

    @Test
    void aClaimOutlivesItsTenantAndGoesWithItsRealm() throws Exception {
        tenants.add("gone");
        tenants.logIn("gone", "ada", ADMINS);
        REALM.admin().delete(tenants.path("gone"));

        ObjectNode other = new JsonMapper().createObjectNode().put("realm", REALM.name() + "-gone");
        REALM.admin().post("", other);
        String id = REALM.admin().get("/" + REALM.name() + "-gone").get("id").textValue();
        String count = "select count(*) from gatehouse_first_admin where realm_id = '" + id + "'";
        database.query("insert into gatehouse_first_admin values ('" + id + "', 'tenant', 'user', 'provider', 0)");
        assertThat(database.query(count)).isEqualTo("1");
        REALM.admin().delete("/" + REALM.name() + "-gone");
        assertThat(database.query(count)).isEqualTo("0");

        assertThat(claims("gone")).isEqualTo("1");
    }

    private static String claims(String provider) throws IOException {
        return database.query("select count(*) from gatehouse_first_admin " + ofThisRealm()
                + " and identity_provider = '" + provider + "'");
    }

    private static String ofThisRealm() {
        return "where realm_id = (select id from realm where name = '" + REALM.name() + "')";
    }

    /** Something for each at the same time, as far as there are threads. */
    private static <A, B> List<B> all(ExecutorService threads, List<A> these, Work<A, B> work) throws Exception {
        List<Callable<B>> calls = new ArrayList<>();
        these.forEach(one -> calls.add(() -> work.on(one)));
        List<B> results = new ArrayList<>();
        for (Future<B> result : threads.invokeAll(calls)) {
            results.add(result.get());
        }
        return results;
    }

    @FunctionalInterface
    private interface Work<A, B> {

        B on(A one) throws Exception;
    }
}
