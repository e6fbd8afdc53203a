<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseVerifyEmailTitle")}
    <#elseif section = "form">
        <div id="gatehouse-verify-email">
            <#if gatehouseSent!false>
                <p class="instruction pf-v5-u-mb-md" id="gatehouse-what">${msg("gatehouseVerifyEmailSent", gatehouseEmail)}</p>
                <p class="instruction pf-v5-u-mb-md" id="gatehouse-next">${msg("gatehouseVerifyEmailNext")}</p>
            <#else>
                <p class="instruction pf-v5-u-mb-md" id="gatehouse-what">${msg("gatehouseVerifyEmailFailed")}</p>
            </#if>
            <p class="pf-v5-u-my-lg"><a id="gatehouse-sign-in-again" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${gatehouseSignInAgain!url.loginRestartFlowUrl}">${msg("gatehouseSignInAgain")}</a></p>
            <p class="instruction gatehouse-reference pf-v5-u-text-break-word">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id" dir="ltr" translate="no">${correlationId}</code></p>
        </div>
    </#if>
</@layout.registrationLayout>
