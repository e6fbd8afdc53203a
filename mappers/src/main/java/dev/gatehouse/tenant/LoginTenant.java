package dev.gatehouse.tenant;

/** The organization (tenant) whose rules a login goes by, for whoever decides about the login. */
public sealed interface LoginTenant {

    /**
     * The login is for this organization, which is enabled; whether the person is a member is not said.
     *
     * @param organization its id
     */
    record Of(String organization) implements LoginTenant {}

    /** The login is for no organization, or does not say for which of several. */
    record None() implements LoginTenant {}

    /**
     * The login must not go on.
     *
     * @param reason one of {@link dev.gatehouse.Reason}
     */
    record Refused(String reason) implements LoginTenant {}

    LoginTenant NONE = new None();
}
