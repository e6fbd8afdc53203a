<#import "template.ftl" as layout>
<#assign problem = gatehouseProblem!"">
<#assign code = gatehouseCode!false>
<#assign link = gatehouseLink!false>
<#-- whether a mail is under way that this login can still be confirmed with -->
<#assign sent = (gatehouseSent!false) && problem != "expired" && (code || link)>
<#-- nothing is left to try: neither a link nor another code -->
<#assign over = (gatehouseSent!false) && problem != "expired" && !sent>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg(sent?then("gatehouseDeviceWaitTitle", "gatehouseDeviceUnsentTitle"))}
    <#elseif section = "form">
        <div id="gatehouse-device-wait" class="pf-v5-u-pt-md pf-v5-u-pt-0-on-md"
             <#if sent && gatehouseStatus??>data-status="${gatehouseStatus}"</#if>
             data-text-waiting="${msg("gatehouseDeviceLive.waiting")}"
             data-text-decided="${msg("gatehouseDeviceLive.decided")}"
             data-text-gone="${msg("gatehouseDeviceLive.gone")}"
             data-text-offline="${msg("gatehouseDeviceLive.offline")}">
            <#if over>
                <@alert kind="danger">${msg("gatehouseDeviceProblem.code_tries_alone")}</@alert>
            <#elseif problem?has_content && problem != "code_wrong">
                <@alert kind=(problem == "mail_failed")?then("danger", "warning")>${msg("gatehouseDeviceProblem." + problem)}</@alert>
            </#if>
            <#if sent>
                <p class="pf-v5-u-mb-md" id="gatehouse-what">${msg("gatehouseDeviceWait." + code?then(link?then("link_code", "code"), "link"), gatehouseEmail, gatehouseMinutes?c)}</p>
                <#if gatehouseNumber?? && link>
                    <div class="gatehouse-number pf-v5-c-panel pf-m-bordered pf-v5-u-text-align-center pf-v5-u-p-md pf-v5-u-mb-lg">
                        <p class="pf-v5-u-font-size-sm">${msg("gatehouseDeviceNumber")}</p>
                        <p><strong id="gatehouse-number" class="pf-c-title pf-m-4xl pf-v5-u-font-size-4xl pf-v5-u-font-weight-bold" dir="ltr" translate="no">${gatehouseNumber?c}</strong></p>
                        <p class="pf-v5-u-font-size-sm">${msg("gatehouseDeviceNumberWhy")}</p>
                    </div>
                </#if>
            <#elseif !over>
                <p class="pf-v5-u-mb-md" id="gatehouse-what">${msg("gatehouseDeviceUnsent", gatehouseEmail)}</p>
            </#if>
            <form id="gatehouse-device-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
                <#if sent && code>
                    <#assign wrong = problem == "code_wrong">
                    <div class="${properties.kcFormGroupClass!}">
                        <div class="${properties.kcFormGroupLabelClass!}">
                            <label for="code" class="${properties.kcFormLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("gatehouseDeviceCode")}</span></label>
                        </div>
                        <span class="${properties.kcInputClass!} <#if wrong>${properties.kcError!}</#if>">
                            <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="9" dir="ltr"
                                   <#if wrong>aria-invalid="true" aria-describedby="gatehouse-problem"</#if>/>
                        </span>
                        <#if wrong>
                            <div class="${properties.kcFormHelperTextClass!}" aria-live="polite">
                                <div class="${properties.kcInputHelperTextClass!}">
                                    <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}" id="gatehouse-problem">
                                        <span class="${properties.kcInputErrorMessageClass!}">${msg("gatehouseDeviceProblem.code_wrong")}</span>
                                    </div>
                                </div>
                            </div>
                        </#if>
                    </div>
                </#if>
                <#if sent && gatehouseAsk>
                    <div class="${properties.kcCheckboxClass!}">
                        <input class="${properties.kcCheckboxInputClass!}" id="remember" name="remember" type="checkbox"/>
                        <label class="${properties.kcCheckboxLabelClass!}" for="remember">${msg("gatehouseDeviceRemember", gatehouseDays, gatehouseDays?c)}</label>
                    </div>
                </#if>
                <#if !over>
                    <div class="${properties.kcFormGroupClass!}">
                        <div class="${properties.kcFormActionGroupClass!} pf-v5-u-flex-wrap">
                            <#if sent>
                                <button type="submit" id="gatehouse-continue" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg(code?then("doContinue", "gatehouseDeviceGoOn"))}</button>
                            </#if>
                            <button type="submit" name="again" value="true" id="gatehouse-again"
                                    <#if (sent && !problem?has_content) || problem == "mail_too_soon">data-wait="${gatehouseWait?c}"</#if>
                                    data-text-wait="${msg("gatehouseDeviceAgainIn", "{0}")}"
                                    class="${properties.kcButtonClass!} ${sent?then(properties.kcButtonSecondaryClass!, properties.kcButtonPrimaryClass!)} ${properties.kcButtonBlockClass!}">${msg(sent?then("gatehouseDeviceAgain", "gatehouseDeviceSend"))}</button>
                        </div>
                    </div>
                </#if>
            </form>
            <p id="gatehouse-live" class="pf-v5-u-mt-md pf-v5-u-font-size-sm" role="status"></p>
            <p class="pf-v5-u-mt-md"><a id="gatehouse-other-account" href="${url.loginRestartFlowUrl}">${msg(over?then("gatehouseSignInAgain", "gatehouseOtherAccount"))}</a></p>
            <#if over || problem == "mail_failed">
                <p class="instruction gatehouse-reference pf-v5-u-text-break-word pf-v5-u-mt-md">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id" dir="ltr" translate="no">${correlationId}</code></p>
            </#if>
            <script type="module" src="${url.resourcesPath}/js/gatehouse-device.js"></script>
        </div>
    </#if>
</@layout.registrationLayout>

<#macro alert kind>
    <div class="alert-${kind} ${properties.kcAlertClass!} pf-m-${kind}" id="gatehouse-problem" role="alert">
        <div class="${properties.kcAlertIconClass!}"><span class="${(kind == "danger")?then(properties.kcFeedbackErrorIcon!, properties.kcFeedbackWarningIcon!)}" aria-hidden="true"></span></div>
        <span class="${properties.kcAlertTitleClass!} kc-feedback-text"><#nested></span>
    </div>
</#macro>
