<#import "template.ftl" as layout>
<#assign reset = gatehouseState == "denied" && (gatehouseBlocksPassword!false)>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseDeviceDoneTitle." + gatehouseState)}
    <#elseif section = "form">
        <div id="gatehouse-device-done" data-state="${gatehouseState}">
            <p class="pf-v5-u-mb-md" id="gatehouse-what">${msg("gatehouseDeviceDone." + gatehouseState)}</p>
            <#if gatehouseState == "denied">
                <ul class="pf-v5-c-list pf-v5-u-mb-md" id="gatehouse-denial-parts">
                    <#if !gatehouseNotice><li>${msg("gatehouseDeviceDenied.login")}</li></#if>
                    <#if gatehouseEndsSessions><li>${msg("gatehouseDeviceDenied.sessions")}</li></#if>
                    <#if gatehouseRemovesDevices><li>${msg("gatehouseDeviceDenied.devices")}</li></#if>
                    <#if gatehouseBlocksPassword><li>${msg("gatehouseDeviceDenied.password")}</li></#if>
                    <li>${msg("gatehouseDeviceDenied.record")}</li>
                </ul>
            </#if>
            <p class="pf-v5-u-mb-md" id="gatehouse-next">${msg("gatehouseDeviceNext." + reset?then("denied_reset", gatehouseState))}</p>
            <#if reset && realm.resetPasswordAllowed>
                <p class="pf-v5-u-my-lg"><a id="gatehouse-new-password" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${url.loginResetCredentialsUrl}">${msg("gatehouseNewPassword")}</a></p>
            </#if>
            <#if gatehouseState != "confirmed">
                <p class="instruction gatehouse-reference pf-v5-u-text-break-word">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id" dir="ltr" translate="no">${correlationId}</code></p>
            </#if>
        </div>
    </#if>
</@layout.registrationLayout>
