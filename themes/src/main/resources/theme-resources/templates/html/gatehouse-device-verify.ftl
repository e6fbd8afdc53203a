<#import "gatehouse-mail.ftl" as gatehouse>
<#-- The name is put in last: in what is handed to a text, Keycloak takes "$" and a brace for the key of another one. -->
<@gatehouse.mail preheader=msg("gatehouseDeviceMailPreheader", device, ip)>
<@gatehouse.title>${msg("gatehouseDeviceMailTitle")}</@gatehouse.title>
<@gatehouse.text>${msg("gatehouseDeviceMailIntro", "{}")?replace("{}", application)}</@gatehouse.text>
<@gatehouse.facts/>
<#if link??>
<@gatehouse.text>${msg("gatehouseDeviceMailLink", minutes?c)}</@gatehouse.text>
<@gatehouse.button href=link>${msg("gatehouseDeviceMailOpen")}</@gatehouse.button>
</#if>
<#if code??>
<@gatehouse.text>${msg((link??)?then("gatehouseDeviceMailOrCode", "gatehouseDeviceMailCode"), minutes?c)}</@gatehouse.text>
<@gatehouse.code>${code}</@gatehouse.code>
</#if>
<@gatehouse.text><strong>${msg("gatehouseDeviceMailNotMe")}</strong> ${msg((link??)?then("gatehouseDeviceMailDeny", "gatehouseDeviceMailIgnore"))}</@gatehouse.text>
</@gatehouse.mail>
