<#import "template.ftl" as layout>
<#assign device = gatehouseReason?starts_with("device_")>
<#assign stopped = gatehouseReason == "device_denied" || gatehouseReason == "device_wrong_number">
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg(stopped?then("gatehouseDeviceStoppedTitle", "gatehouseRefusedTitle"))}
    <#elseif section = "form">
        <div id="gatehouse-refused">
            <p class="instruction pf-v5-u-mb-md" id="gatehouse-what">${msg("gatehouseRefused." + gatehouseReason)}</p>
            <p class="instruction pf-v5-u-mb-md" id="gatehouse-next">${msg(device?then("gatehouseRefusedNext." + gatehouseReason, "gatehouseRefusedNext"))}</p>
            <#if gatehouseReason == "device_password_blocked" && realm.resetPasswordAllowed>
                <p class="pf-v5-u-my-lg"><a id="gatehouse-new-password" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${url.loginResetCredentialsUrl}">${msg("gatehouseNewPassword")}</a></p>
                <p class="pf-v5-u-my-lg"><a id="gatehouse-other-account" href="${url.loginRestartFlowUrl}">${msg("gatehouseOtherAccount")}</a></p>
            <#else>
                <p class="pf-v5-u-my-lg"><a id="gatehouse-other-account" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${url.loginRestartFlowUrl}">${msg(device?then("gatehouseSignInAgain", "gatehouseOtherAccount"))}</a></p>
            </#if>
            <p class="instruction gatehouse-reference pf-v5-u-text-break-word">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id" dir="ltr" translate="no">${correlationId}</code></p>
        </div>
    </#if>
</@layout.registrationLayout>
