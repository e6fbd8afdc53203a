<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseRefusedTitle")}
    <#elseif section = "form">
        <div id="gatehouse-refused">
            <p class="instruction" id="gatehouse-what">${msg("gatehouseRefused." + gatehouseReason)}</p>
            <p class="instruction" id="gatehouse-next">${msg("gatehouseRefusedNext")}</p>
            <p><a id="gatehouse-other-account" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${url.loginRestartFlowUrl}">${msg("gatehouseOtherAccount")}</a></p>
            <p class="instruction gatehouse-reference">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id">${correlationId}</code></p>
        </div>
    </#if>
</@layout.registrationLayout>
