<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg(gatehouseNotice?then("gatehouseDeviceNoticeTitle", "gatehouseDeviceConfirmTitle"))}
    <#elseif section = "form">
        <div id="gatehouse-device-confirm">
            <p class="pf-v5-u-mb-md" id="gatehouse-what">${msg(gatehouseNotice?then("gatehouseDeviceNotice", "gatehouseDeviceConfirm"))}</p>
            <dl id="gatehouse-facts" class="pf-v5-c-description-list pf-m-horizontal-on-sm pf-m-compact pf-v5-u-mb-lg">
                <@fact "gatehouseDeviceApplication"><bdi>${application}</bdi></@fact>
                <@fact "gatehouseDeviceTime">${time}</@fact>
                <@fact "gatehouseDeviceBrowser">${device}</@fact>
                <@fact "gatehouseDeviceIp"><bdi>${ip}</bdi></@fact>
            </dl>
            <#if !gatehouseNotice>
                <div class="alert-warning ${properties.kcAlertClass!} pf-m-warning" id="gatehouse-warning">
                    <div class="${properties.kcAlertIconClass!}"><span class="${properties.kcFeedbackWarningIcon!}" aria-hidden="true"></span></div>
                    <p class="${properties.kcAlertTitleClass!}">${msg((gatehouseNumbers??)?then("gatehouseDeviceWarning.number", "gatehouseDeviceWarning.button"))}</p>
                </div>
                <form action="${gatehouseAction}" method="post" id="gatehouse-confirm" class="pf-v5-u-mb-lg">
                    <input type="hidden" name="answer" value="confirm"/>
                    <#if gatehouseNumbers??>
                        <p class="pf-v5-u-mb-md" id="gatehouse-pick">${msg("gatehouseDevicePick")}</p>
                        <div class="gatehouse-numbers pf-v5-l-grid pf-m-gutter pf-m-all-4-col" role="group" aria-labelledby="gatehouse-pick" dir="ltr" translate="no">
                            <#list gatehouseNumbers as number>
                                <button type="submit" name="number" value="${number?c}" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!} pf-v5-u-font-size-2xl">${number?c}</button>
                            </#list>
                        </div>
                    <#else>
                        <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("gatehouseDeviceYes")}</button>
                    </#if>
                </form>
                <details id="gatehouse-denial">
                    <summary class="pf-v5-u-font-weight-bold">${msg("gatehouseDeviceNo")}</summary>
                    <div class="pf-v5-u-pt-md"><@denial/></div>
                </details>
            <#else>
                <div id="gatehouse-denial"><@denial/></div>
            </#if>
        </div>
    </#if>
</@layout.registrationLayout>

<#macro fact name>
    <div class="pf-v5-c-description-list__group">
        <dt class="pf-v5-c-description-list__term"><span class="pf-v5-c-description-list__text">${msg(name)}</span></dt>
        <dd class="pf-v5-c-description-list__description"><div class="pf-v5-c-description-list__text pf-v5-u-text-break-word"><#nested></div></dd>
    </div>
</#macro>

<#macro denial>
    <p class="pf-v5-u-mb-sm">${msg("gatehouseDeviceDeny")}</p>
    <ul class="pf-v5-c-list pf-v5-u-mb-md" id="gatehouse-denial-parts">
        <#if !gatehouseNotice><li>${msg("gatehouseDeviceDeny.login")}</li></#if>
        <#if gatehouseEndsSessions><li>${msg("gatehouseDeviceDeny.sessions")}</li></#if>
        <#if gatehouseRemovesDevices><li>${msg("gatehouseDeviceDeny.devices")}</li></#if>
        <#if gatehouseBlocksPassword><li>${msg("gatehouseDeviceDeny.password")}</li></#if>
        <li>${msg("gatehouseDeviceDeny.record")}</li>
    </ul>
    <form action="${gatehouseAction}" method="post" id="gatehouse-deny">
        <input type="hidden" name="answer" value="deny"/>
        <button type="submit" class="${properties.kcButtonClass!} pf-m-danger ${properties.kcButtonBlockClass!}">${msg("gatehouseDeviceDenyButton")}</button>
    </form>
</#macro>
