<#import "gatehouse-mail.ftl" as gatehouse>
<#-- The name is put in last: in what is handed to a text, Keycloak takes "$" and a brace for the key of another one. -->
<@gatehouse.mail preheader=msg("gatehouseDeviceMailPreheader", device, ip)>
<@gatehouse.title>${msg("gatehouseDeviceNoticeMailTitle")}</@gatehouse.title>
<@gatehouse.text>${msg("gatehouseDeviceNoticeMailIntro", "{}")?replace("{}", application)}</@gatehouse.text>
<@gatehouse.facts/>
<@gatehouse.text>${msg("gatehouseDeviceNoticeMailMe")}</@gatehouse.text>
<#if link??>
<@gatehouse.text><strong>${msg("gatehouseDeviceMailNotMe")}</strong> ${msg("gatehouseDeviceNoticeMailDeny")}</@gatehouse.text>
<@gatehouse.button href=link>${msg("gatehouseDeviceNoticeMailOpen")}</@gatehouse.button>
<#else>
<@gatehouse.text><strong>${msg("gatehouseDeviceMailNotMe")}</strong> ${msg("gatehouseDeviceMailIgnore")}</@gatehouse.text>
</#if>
</@gatehouse.mail>
