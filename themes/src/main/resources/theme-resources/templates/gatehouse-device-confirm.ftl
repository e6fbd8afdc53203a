<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseDeviceConfirmTitle")}
    <#elseif section = "form">
        <div id="gatehouse-device-confirm">
            <dl id="gatehouse-facts">
                <dt>${msg("gatehouseDeviceApplication")}</dt><dd>${application}</dd>
                <dt>${msg("gatehouseDeviceTime")}</dt><dd>${time}</dd>
                <dt>${msg("gatehouseDeviceBrowser")}</dt><dd>${device}</dd>
                <dt>${msg("gatehouseDeviceIp")}</dt><dd>${ip}</dd>
            </dl>
            <form action="${gatehouseAction}" method="post" id="gatehouse-confirm">
                <input type="hidden" name="answer" value="confirm"/>
                <#if gatehouseNumbers??>
                    <p>${msg("gatehouseDevicePick")}</p>
                    <#list gatehouseNumbers as number>
                        <button type="submit" name="number" value="${number}">${number}</button>
                    </#list>
                <#elseif !gatehouseNotice>
                    <button type="submit">${msg("gatehouseDeviceYes")}</button>
                </#if>
            </form>
            <form action="${gatehouseAction}" method="post" id="gatehouse-deny">
                <input type="hidden" name="answer" value="deny"/>
                <button type="submit">${msg("gatehouseDeviceNo")}</button>
            </form>
        </div>
    </#if>
</@layout.registrationLayout>
