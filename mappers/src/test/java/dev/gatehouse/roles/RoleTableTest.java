package dev.gatehouse.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.GroupModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;

/** Groups as a running server shows them only in passing: of another tree, or of one that is being deleted. */
class RoleTableTest {

    private final RoleTable table = RoleTable.of(mapper());

    @Test
    void aGroupOfTheRealmGivesItsRole() {
        assertThat(table.mapped(member(group("owners", GroupModel.Type.REALM, null))))
                .containsExactly("owner");
    }

    @Test
    void aGroupOfAnOrganizationAtTheSamePathGivesNothing() {
        assertThat(table.mapped(member(group("owners", GroupModel.Type.ORGANIZATION, null))))
                .isEmpty();
    }

    @Test
    void aSubgroupWhoseParentIsGoneDoesNotPassForAGroupAtTheTopLevel() {
        assertThat(table.mapped(member(group("owners", GroupModel.Type.REALM, "deleted"))))
                .isEmpty();
    }

    @Test
    void aMapperWithoutConfigurationGivesNothing() {
        ProtocolMapperModel empty = new ProtocolMapperModel();
        empty.setId("without configuration");
        assertThat(RoleTable.of(empty).mapped(member(group("owners", GroupModel.Type.REALM, null))))
                .isEmpty();
    }

    private static ProtocolMapperModel mapper() {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setId("role table test");
        mapper.setConfig(Map.of(
                "rules", "[{\"key\":\"/owners\",\"value\":\"owner\"}]", "role.order", "owner", "claim.name", "roles"));
        return mapper;
    }

    private static UserModel member(GroupModel group) {
        return stub(UserModel.class, Map.of("getGroupsStream", Stream.of(group)));
    }

    /** @param parentId of a parent that cannot be found; null at the top level */
    private static GroupModel group(String name, GroupModel.Type type, String parentId) {
        return parentId == null
                ? stub(GroupModel.class, Map.of("getName", name, "getType", type))
                : stub(GroupModel.class, Map.of("getName", name, "getType", type, "getParentId", parentId));
    }

    /** Answers what it is told to, and null for everything else. */
    private static <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }
}
