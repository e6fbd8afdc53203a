<#ftl output_format="plainText">
<#-- The name is put in last: in what is handed to a text, Keycloak takes "$" and a brace for the key of another one. -->
${msg("gatehouseDeviceNoticeMailIntro", "{}")?replace("{}", application)}

${msg("gatehouseDeviceApplication")}: ${application}
${msg("gatehouseDeviceTime")}: ${time}
${msg("gatehouseDeviceBrowser")}: ${device}
${msg("gatehouseDeviceIp")}: ${ip}

${msg("gatehouseDeviceNoticeMailMe")}

${msg("gatehouseDeviceMailNotMe")} ${msg((link??)?then("gatehouseDeviceNoticeMailDeny", "gatehouseDeviceMailIgnore"))}
<#if link??>

${link}
</#if>
