package dev.gatehouse.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/platform/login-actions/authenticate",
                "realms/platform/login-actions/required-action",
                "/realms/a realm/login-actions/action-token",
                "/realms/platform/broker/entra/endpoint",
                "/realms/platform/broker/after-post-broker-login",
                "/realms/platform/protocol/openid-connect/auth/device",
                "/realms/platform/protocol/openid-connect/auth/device/"
            })
    void goesOnWithALogin(String path) {
        assertThat(LoginPath.goesOn(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/platform/protocol/openid-connect/auth",
                "/realms/platform/protocol/openid-connect/registrations",
                "/realms/platform/protocol/saml",
                "/realms/platform/protocol/saml/clients/app",
                "/realms/platform/device",
                "/realms/platform/protocol/openid-connect/auth/devices",
                "/realms/platform/protocol/openid-connect/token",
                "/realms/platform/login-actions",
                "/realms/login-actions/authenticate",
                "/realms//login-actions/authenticate",
                "/realms/platform/other/login-actions/authenticate",
                "/other/realms/platform/login-actions/authenticate",
                "/admin/realms/platform/login-actions/x",
                "/",
                ""
            })
    void doesNot(String path) {
        assertThat(LoginPath.goesOn(path)).isFalse();
    }
}
