<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("gatehouseDeviceDoneTitle." + gatehouseState)}
    <#elseif section = "form">
        <div id="gatehouse-device-done" data-state="${gatehouseState}">
            <p id="gatehouse-what">${msg("gatehouseDeviceDone." + gatehouseState)}</p>
            <p class="instruction gatehouse-reference">${msg("gatehouseCorrelationId")} <code id="gatehouse-correlation-id">${correlationId}</code></p>
        </div>
    </#if>
</@layout.registrationLayout>
