<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseVerifyEmailTitle")}
    <#elseif section = "form">
        <div id="gatehouse-verify-email">
            <#if gatehouseSent!false>
                <p class="instruction" id="gatehouse-what">${msg("gatehouseVerifyEmailSent", gatehouseEmail)}</p>
                <p class="instruction" id="gatehouse-next">${msg("gatehouseVerifyEmailNext")}</p>
            <#else>
                <p class="instruction" id="gatehouse-what">${msg("gatehouseVerifyEmailFailed")}</p>
            </#if>
            <p><a id="gatehouse-sign-in-again" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${gatehouseSignInAgain!url.loginRestartFlowUrl}">${msg("gatehouseSignInAgain")}</a></p>
            <p class="instruction gatehouse-reference">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id">${correlationId}</code></p>
        </div>
    </#if>
</@layout.registrationLayout>
