<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseDeviceWaitTitle")}
    <#elseif section = "form">
        <div id="gatehouse-device-wait" data-status="${gatehouseStatus!}">
            <#if gatehouseProblem??>
                <p id="gatehouse-problem" role="alert">${msg("gatehouseDeviceProblem." + gatehouseProblem)}</p>
            </#if>
            <#if gatehouseSent!false>
                <p id="gatehouse-what">${msg("gatehouseDeviceWaitSent", gatehouseEmail, gatehouseMinutes)}</p>
                <#if gatehouseNumber??>
                    <p>${msg("gatehouseDeviceWaitNumber")} <strong id="gatehouse-number">${gatehouseNumber}</strong></p>
                </#if>
            </#if>
            <form id="gatehouse-device-form" action="${url.loginAction}" method="post">
                <#if gatehouseCode!false>
                    <label for="code">${msg("gatehouseDeviceCode")}</label>
                    <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="9" <#if (gatehouseProblem!"") == "code_wrong">aria-invalid="true"</#if>/>
                </#if>
                <#if gatehouseAsk>
                    <input id="remember" name="remember" type="checkbox"/> <label for="remember">${msg("gatehouseDeviceRemember", gatehouseDays)}</label>
                </#if>
                <#if gatehouseSent!false>
                    <button type="submit" id="gatehouse-continue" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("doContinue")}</button>
                </#if>
                <button type="submit" name="again" value="true" id="gatehouse-again" class="${properties.kcButtonClass!} ${properties.kcButtonBlockClass!}">${msg("gatehouseDeviceAgain")}</button>
            </form>
            <p><a id="gatehouse-other-account" href="${url.loginRestartFlowUrl}">${msg("gatehouseOtherAccount")}</a></p>
        </div>
    </#if>
</@layout.registrationLayout>
